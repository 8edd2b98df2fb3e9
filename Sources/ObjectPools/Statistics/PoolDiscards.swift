/// Objects that a pool gave up, by reason.
public struct PoolDiscards: Hashable, Sendable {
    /// Given back when the pool held as many objects or bytes as it may.
    public var full = 0
    /// Given back larger than the pool keeps.
    public var oversize = 0
    /// Not used for too long, or too old.
    public var expired = 0
    /// Given up because memory was wanted back.
    public var pressure = 0
    /// Given up by `drain()`, or with the pool itself.
    public var drained = 0
    /// Found unfit for use.
    public var invalid = 0
    /// Made and given up in one go, because pooling did not pay.
    public var bypassed = 0
    /// All of them.
    public var total: Int { full + oversize + expired + pressure + drained + invalid + bypassed }
}
