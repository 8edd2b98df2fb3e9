internal import Logging
internal import ObjectPools

extension MemoryTuner {
    /// Has a cache take part in reclaiming, after the pools and before the allocator.
    ///
    /// - Parameter cache: Is held on to until the registration is cancelled.
    @discardableResult
    public func register(_ cache: any Reclaimable) -> ReclaimRegistration {
        let number = shared.withLock {
            $0.nextCache += 1
            $0.caches[$0.nextCache] = cache
            return $0.nextCache
        }
        return ReclaimRegistration(number: number, tuner: self)
    }

    func remove(_ number: Int) {
        _ = shared.withLock { $0.caches.removeValue(forKey: number) }
    }

    private static let mostGivenUp = 1 << 40

    /// Asks caches, each for as long as the timeout, until they have given up as much as is too much; all of them in an emergency,
    /// for what they say need not be so. One that did not answer the last time is left out until it has.
    /// - Returns: Bytes given up by their own count.
    func reclaimCaches(_ request: ReclaimRequest) async -> Int {
        let free = shared.withLock { shared in shared.caches.filter { !shared.askedCaches.contains($0.key) } }
        var bytes = 0
        for (number, cache) in free.sorted(by: { $0.key < $1.key }) {
            guard let request = request.left(after: bytes) else { break }
            // Before it is asked: its answer may come at the very moment when the time is over.
            _ = shared.withLock { $0.askedCaches.insert(number) }
            let answer = await Deadline.value(within: configuration.cacheTimeout, clock, on: cycleExecutor) {
                let bytes = await cache.reclaim(request)
                _ = self.shared.withLock { $0.askedCaches.remove(number) }
                return bytes
            }
            if let answer {
                // "All there is" must not overflow any sum.
                bytes += min(max(answer, 0), Self.mostGivenUp)
            } else {
                logger.warning(
                    "A cache has not given up memory in time; it is left out until it has",
                    metadata: ["cache": "\(cache.name)", "timeout": "\(configuration.cacheTimeout)"]
                )
            }
        }
        return bytes
    }
}
