internal import Synchronization

extension PoolCore {
    /// Exact when no call is under way; while others go on, each number is at most some calls old. Once the pool is gone,
    /// its leases count as given back: they are only destroyed when they come.
    var statistics: PoolStatistics {
        let (counts, kept) = lock.withLock {
            var counts = ended
            var kept = (count: -licences * PoolLocal.capacity, bytes: -licences * objectBytes)
            for local in locals {
                counts.add(local)
                let retained = local.retained
                kept.count += retained.count
                kept.bytes += retained.bytes
            }
            return (counts, kept)
        }
        let slowPuts = counters.puts.load(ordering: .acquiring)
        let used = overflow.used
        var discards = counters.discards
        discards.bypassed += counts.bypassed
        let gets = counts.gets + counters.gets.load(ordering: .acquiring) + counts.bypassed
        return PoolStatistics(
            gets: gets,
            puts: slowPuts < PoolCounters.closedMark ? counts.puts + slowPuts + counts.bypassed : gets,
            news: counters.news.load(ordering: .relaxed) + counts.bypassed,
            discards: discards,
            retained: kept.count + used.count,
            retainedBytes: kept.bytes + used.bytes,
            netBenefit: meter.benefit(reuseRate: reuseRate)
        )
    }
}
