internal import CTrimtabPlatform
internal import Synchronization

/// The end of a pool. Leases may still be out; they may be given back by any thread at any time, even meanwhile.
extension PoolCore {
    /// Gives up all that is idle. No get is under way and none follows: only leases refer to the core from now on.
    func close() {
        isClosed.store(true, ordering: .sequentiallyConsistent)
        guard keepThreadsAway() else {
            // It cannot be known whether a thread is just giving a lease back. A small leak is better than a guess: the
            // core stays, and what comes back is destroyed.
            _ = Unmanaged.passRetained(self)
            destroyOverflow()
            return
        }
        let (objects, counts) = untie()
        for object in objects { discard(object, .drained) }
        // From here on `giveBack` finds the mark. What was pushed before is seen, and destroyed below.
        let puts = counters.puts.exchange(PoolCounters.closedMark, ordering: .acquiringAndReleasing)
        destroyOverflow()
        PoolIndices.giveBack(index)
        let out = counts.gets + counters.gets.load(ordering: .acquiring) - counts.puts - puts
        PoolRegistry.remove(ObjectIdentifier(self), name, last: statistics)
        guard out > 0 else { return }
        let kept = Unmanaged.passRetained(self)
        if late.wrappingAdd(out, ordering: .acquiringAndReleasing).newValue == 0 { kept.release() }
    }

    /// Sends all threads to the slow path, and waits until none is on the fast path. False where that cannot be known.
    private func keepThreadsAway() -> Bool {
        lock.withLock {
            attention.insert(.closed)
            for local in locals { local.raise(.closed) }
            var counts = ended
            for local in locals { counts.add(local) }
            let slow = counters.puts.load(ordering: .acquiring)
            // Nothing is out: nobody can be giving anything back.
            if counts.gets + counters.gets.load(ordering: .acquiring) == counts.puts + slow { return true }
            guard trimtab_barrier_on_all_threads() else {
                for local in locals { local.raise(.relinquish) }
                return false
            }
            for local in locals {
                while !local.waitUntilIdle(attempts: 1) {}
            }
            return true
        }
    }

    /// Parts from all threads. Their records stay theirs.
    private func untie() -> (objects: [IdleObject], counts: ThreadCounts) {
        Self.ties.withLock {
            lock.withLock {
                var objects: [IdleObject] = []
                for local in locals {
                    objects += remove(local)
                    local.pointee.core = nil
                    local.pointee.pool.store(0, ordering: .releasing)
                }
                locals = []
                return (objects, ended)
            }
        }
    }
}
