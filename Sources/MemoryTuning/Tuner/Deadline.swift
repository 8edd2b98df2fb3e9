internal import ObjectPools
internal import Synchronization

/// Waiting for something no longer than for a while.
enum Deadline {
    /// What `body` returns; nil if that takes longer than `timeout`. It goes on then, and nobody waits for it.
    /// - Parameter executor: Watches the time. `body` runs where tasks run, which may all be busy.
    static func value<Value: Sendable>(
        within timeout: Duration,
        _ clock: RelativeClock,
        on executor: any TaskExecutor,
        _ body: @escaping @Sendable () async -> Value
    ) async -> Value? {
        let hasEnded = Flag()
        let deadline = clock.deadline(after: timeout, from: clock.now())
        return await withCheckedContinuation { continuation in
            let timer = Task.detached(executorPreference: executor) {
                // Throws when cancelled, and then the value is there.
                guard (try? await clock.sleep(until: deadline)) != nil, hasEnded.raise() else { return }
                continuation.resume(returning: nil)
            }
            Task.detached {
                let value = await body()
                guard hasEnded.raise() else { return }
                timer.cancel()
                continuation.resume(returning: value)
            }
        }
    }

    private final class Flag: Sendable {
        private let isUp = Atomic<Bool>(false)

        /// Whether the caller is the one who raised it.
        func raise() -> Bool { !isUp.exchange(true, ordering: .acquiringAndReleasing) }
    }
}
