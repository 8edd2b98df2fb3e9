internal import Logging
internal import ObjectPools

extension MemoryTuner {
    /// Has a cache take part in reclaiming, after the pools and before the allocator.
    ///
    /// - Parameter cache: Is held on to until the registration is cancelled.
    @discardableResult
    public func register(_ cache: any Reclaimable) -> ReclaimRegistration {
        lock.withLock {
            nextCache += 1
            caches[nextCache] = cache
            return ReclaimRegistration(number: nextCache, tuner: self)
        }
    }

    func remove(_ number: Int) {
        _ = lock.withLock { caches.removeValue(forKey: number) }
    }

    /// Asks all caches, each for as long as the timeout. One that did not answer the last time is left out until it has.
    /// - Returns: Bytes given up by their own count.
    func reclaimCaches(_ request: ReclaimRequest) async -> Int {
        let asked = lock.withLock { caches.filter { !slowCaches.contains($0.key) } }
        var bytes = 0
        for (number, cache) in asked.sorted(by: { $0.key < $1.key }) {
            let answer = await Deadline.value(within: configuration.cacheTimeout, clock) {
                let bytes = await cache.reclaim(request)
                _ = self.lock.withLock { self.slowCaches.remove(number) }
                return bytes
            }
            if let answer {
                bytes += max(answer, 0)
            } else {
                let isStillAtIt = lock.withLock { slowCaches.insert(number).inserted }
                guard isStillAtIt else { continue }
                logger.warning(
                    "A cache has not given up memory in time; it is left out until it has",
                    metadata: ["cache": "\(cache.name)", "timeout": "\(configuration.cacheTimeout)"]
                )
            }
        }
        return bytes
    }
}
