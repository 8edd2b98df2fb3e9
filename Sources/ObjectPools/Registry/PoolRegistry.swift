/// The pools of this process, which are in it as long as they live.
public enum PoolRegistry {
    private struct Entry {
        let id: ObjectIdentifier
        weak let pool: (any RegisteredPool)?
    }

    private static let lock = Lock()
    // Guarded by `lock`.
    nonisolated(unsafe) private static var entries: [Entry] = []
    nonisolated(unsafe) private static var gone: [String: PoolStatistics] = [:]

    static func add(_ pool: any RegisteredPool) {
        lock.withLock {
            entries.append(Entry(id: ObjectIdentifier(pool), pool: pool))
        }
    }

    /// Remembers what a pool did that is no more, for counters that must not fall. Its leases count as given back.
    ///
    /// In one step: a pool that others hold for a moment longer would count twice.
    static func remove(_ id: ObjectIdentifier, _ name: String, last: PoolStatistics) {
        var last = last
        last.puts = last.gets
        last.retained = 0
        last.retainedBytes = 0
        lock.withLock {
            entries.removeAll { $0.id == id }
            gone[name, default: PoolStatistics()] += last
        }
    }

    /// As ``statistics``, with the counts of pools that are no more.
    static var cumulativeStatistics: [String: PoolStatistics] {
        let (gone, pools) = lock.withLock { (Self.gone, entries.compactMap(\.pool)) }
        return adding(pools, to: gone)
    }

    /// The pools that live, in the order in which they were made.
    private static var pools: [any RegisteredPool] {
        lock.withLock { entries.compactMap(\.pool) }
    }

    /// What each pool has done and holds, by name in alphabetical order. Pools of one name are added up.
    public static var statistics: [(name: String, statistics: PoolStatistics)] {
        adding(pools, to: [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private static func adding(
        _ pools: [any RegisteredPool],
        to statistics: [String: PoolStatistics]
    ) -> [String: PoolStatistics] {
        pools.reduce(into: statistics) { sums, pool in sums[pool.name, default: PoolStatistics()] += pool.statistics }
    }

    /// Of each pool by name, how many objects are out, and how many of those the calling thread borrowed: these are exact,
    /// whatever other threads do, unless another thread gives them back.
    package static var leases: [String: (ofThisThread: Int, ofAll: Int)] {
        var sums: [String: (ofThisThread: Int, ofAll: Int)] = [:]
        for pool in pools {
            sums[pool.name, default: (0, 0)].ofThisThread += pool.leasesOfThisThread
            sums[pool.name, default: (0, 0)].ofAll += pool.statistics.leased
        }
        return sums
    }

    /// Gives up the idle objects of all pools because memory is wanted back.
    /// - Returns: What that was, for pools that gave up anything.
    @discardableResult
    public static func reclaim() -> [(name: String, reclaimed: PoolReclaim)] {
        pools.map { ($0.name, $0.reclaim()) }.filter { $0.1.objects > 0 }
    }

    /// Sampled leases of all pools that are out for longer than `age`, the oldest first.
    public static func outstanding(longerThan age: Duration) -> [OutstandingLease] {
        pools.flatMap { $0.outstanding(longerThan: age) }.sorted { $0.age > $1.age }
    }
}
