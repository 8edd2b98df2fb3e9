/// What the registry knows of a pool.
protocol RegisteredPool: AnyObject, Sendable {
    var name: String { get }
    var statistics: PoolStatistics { get }
    /// Gives up all idle objects because memory is wanted back.
    func reclaim() -> PoolReclaim
    /// What the calling thread has borrowed and not given back; negative if it gave back what others borrowed. 0 for pools
    /// that lend for a scope alone.
    var leasesOfThisThread: Int { get }
    func outstanding(longerThan age: Duration) -> [OutstandingLease]
}

extension PoolCore: RegisteredPool {
    func reclaim() -> PoolReclaim { giveUpAll(.pressure) }
}
