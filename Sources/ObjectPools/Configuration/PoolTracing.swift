/// Which uses of a pool become spans of the tracing system.
///
/// A span costs more than most objects do: with no backend at all some 350 ns, against 10 ns for a get and a put.
public enum PoolTracing: Hashable, Sendable {
    /// None.
    case off
    /// `pool.get` where no object was at hand, with `reused` false.
    case misses
    /// `pool.get` with `reused`, and `pool.put` with the event "object returned to pool", for each use.
    case all
}
