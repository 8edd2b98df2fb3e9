/// What a pool has done since it was made, and what it holds now.
///
/// Counts are exact, and they add up at any time when no call is under way:
/// `news == retained + leased + discards.total`.
public struct PoolStatistics: Hashable, Sendable {
    /// Objects handed out.
    public var gets: Int
    /// Objects given back.
    public var puts: Int
    /// Objects made because none was at hand.
    public var news: Int
    /// Objects that were given up, by reason.
    public var discards: PoolDiscards
    /// Idle objects in the pool.
    public var retained: Int
    /// Bytes of the idle objects, as they report them.
    public var retainedBytes: Int
    /// Whether pooling pays; nil where that is not measured, or not yet.
    public var netBenefit: PoolNetBenefit?

    /// Gets that were served by an object used before.
    public var reuses: Int { gets - news }

    /// The share of gets served by an object used before, in percent; nil before the first get.
    public var reuseRate: Double? { gets > 0 ? 100 * Double(reuses) / Double(gets) : nil }

    /// Objects handed out and not given back.
    public var leased: Int { gets - puts }
}
