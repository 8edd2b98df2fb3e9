/// What the registry knows of a pool.
protocol RegisteredPool: AnyObject, Sendable {
    var name: String { get }
    var statistics: PoolStatistics { get }
    /// Gives up all idle objects because memory is wanted back.
    func reclaim() -> PoolReclaim
    func outstanding(longerThan age: Duration) -> [OutstandingLease]
}

extension PoolCore: RegisteredPool {
    func reclaim() -> PoolReclaim { giveUpAll(.pressure) }
}
