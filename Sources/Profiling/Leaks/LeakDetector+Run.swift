internal import struct Foundation.Date
internal import Logging
internal import ObjectPools
internal import Profiles

#if Server
public import ServiceLifecycle

extension LeakDetector: Service {}
#endif

extension LeakDetector {
    /// Looks again and again, until the task is cancelled or the service group shuts down gracefully. A second call while it
    /// runs returns at once.
    public func run() async {
        let wasRunning = shared.withLock { shared in
            defer { shared.isRunning = true }
            return shared.isRunning
        }
        if wasRunning { return }
        #if Server
        await cancelWhenGracefulShutdown { await self.watch() }
        #else
        await watch()
        #endif
        shared.withLock { $0.isRunning = false }
    }

    private func watch() async {
        while !Task.isCancelled {
            let next = clock.deadline(after: configuration.interval, from: clock.now())
            await look()
            // Throws when cancelled: then it is over.
            try? await clock.sleep(until: next)
        }
    }

    /// Looks once, besides the looks of ``run()``.
    /// - Returns: What leaks.
    @discardableResult
    public func look() async -> [DetectedLeak] {
        let now = clock.now() / .seconds(1)
        let looks = await source.looks(at: now)
        if looks[.memory] == nil { sayWhatIsMissing() }
        // Lines are looked up only of what was found, outside of the lock.
        let found = shared.withLock { $0.watch.add(looks) }
        let leaks = await source.described(found)
        let changes = shared.withLock { shared in
            shared.lastLook = Date()
            return shared.watch.note(leaks)
        }
        for change in changes { log(change) }
        metrics.publish(leaks)
        return leaks
    }

    private func sayWhatIsMissing() {
        let isFirst = shared.withLock { shared in
            defer { shared.saidWhatIsMissing = true }
            return !shared.saidWhatIsMissing
        }
        guard isFirst else { return }
        logger.notice(
            """
            Memory is not watched for leaks: the hooks write no recording that can be read. Set TRIMTAB_RECORDING to a \
            path, or TRIMTAB_DIAGNOSTICS_ADDRESS, before the program starts.
            """
        )
    }

    private func log(_ change: LeakWatch.Change) {
        switch change {
        case .found(let leak): logger.warning("Leak: \(leak.text)", metadata: metadata(leak))
        case .changed(let leak): logger.warning("Leak has changed: \(leak.text)", metadata: metadata(leak))
        case .ended(let leak): logger.notice("No longer leaks: \(leak.text)", metadata: metadata(leak))
        }
    }

    private func metadata(_ leak: DetectedLeak) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["resource": "\(leak.resource.rawValue)"]
        if let type = leak.finding.subject.type { metadata["type"] = "\(type)" }
        if let place = leak.place { metadata["place"] = "\(place)" }
        return metadata
    }
}
