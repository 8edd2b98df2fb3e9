/// How a pool behaves.
public struct PoolConfiguration: Hashable, Sendable {
    /// How much is kept for later.
    public var retention: PoolRetention
    /// What happens when pooling does not pay.
    public var bypass: PoolBypass
    /// What a use must save by pooling to be worth the memory that the pool holds; see ``PoolNetBenefit``.
    public var worthwhileSaving: Duration
    /// Which uses become spans.
    public var tracing: PoolTracing
    /// Of how many leases one keeps the place of its borrower, for ``ObjectPool/outstanding(longerThan:)``: rounded up to
    /// a power of two. 1 keeps all of them, nil none.
    public var leaseSampling: Int?

    public static let `default` = PoolConfiguration()

    public init(
        retention: PoolRetention = .default,
        bypass: PoolBypass = .never,
        worthwhileSaving: Duration = .nanoseconds(20),
        tracing: PoolTracing = .off,
        leaseSampling: Int? = 128
    ) {
        self.retention = retention
        self.bypass = bypass
        self.worthwhileSaving = worthwhileSaving
        self.tracing = tracing
        self.leaseSampling = leaseSampling
    }
}
