/// What a pool does when it is found not to pay (see ``PoolNetBenefit``).
public enum PoolBypass: Hashable, Sendable {
    /// Goes on pooling; the statistics say what it costs.
    case never
    /// Makes and destroys an object for each use instead, and tries pooling again later.
    case automatic
}
