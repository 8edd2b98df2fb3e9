internal import ObjectPools

/// Watches what a run borrows from pools: an object that its pool had before is no allocation that could leak.
///
/// To be begun and ended on the run's thread: its own leases are told from those of tests beside it by the thread.
struct LeaseWatch: Sendable {
    private let before = PoolRegistry.leases
    private let start = ContinuousClock.now

    /// What was borrowed since and is still out. Other threads have time to give it back.
    func unreturned() -> [UnreturnedLease] {
        OtherThreads.wait { !counts().isEmpty }
        let found = counts()
        if found.isEmpty { return [] }
        // In this order: the clock goes on, and no lease of the run may look older than the run.
        let outstanding = PoolRegistry.outstanding(longerThan: .zero)
        let age = ContinuousClock.now - start
        return found.sorted { $0.key < $1.key }.map { name, count in
            var places: [String] = []
            for lease in outstanding where lease.pool == name && lease.age <= age {
                let place = "\(lease.file):\(lease.line) in \(lease.function)"
                if !places.contains(place) { places.append(place) }
            }
            return UnreturnedLease(pool: name, count: count, places: places)
        }
    }

    private func counts() -> [String: Int] {
        var result: [String: Int] = [:]
        for (name, now) in PoolRegistry.leases {
            let before = before[name] ?? (0, 0)
            // What another thread gave back is missing from the sum alone.
            let count = min(now.ofThisThread - before.ofThisThread, now.ofAll - before.ofAll)
            if count > 0 { result[name] = count }
        }
        return result
    }
}
