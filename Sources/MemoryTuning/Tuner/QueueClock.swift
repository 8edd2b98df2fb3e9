internal import Dispatch
internal import ObjectPools

/// The system's monotonic clock, with a queue of its own to wake who sleeps.
///
/// What `Task.sleep` waits for is delivered by way of the threads that run the application's tasks: while all of these are
/// busy nobody wakes. A sleeper of this clock needs none of them if its task prefers an executor of its own.
///
/// Time that the machine was suspended for is counted by ``now``, and does not end a sleep early.
struct QueueClock: Clock {
    typealias Instant = ContinuousClock.Instant

    private let queue = DispatchQueue(label: "trimtab.timer")

    var now: Instant { .now }
    var minimumResolution: Duration { ContinuousClock().minimumResolution }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let sleeper = Sleeper()
        let pause = Self.interval(max(.zero, min(now.duration(to: deadline), .seconds(1 << 30))))
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                guard sleeper.begin(continuation) else { return continuation.resume(throwing: CancellationError()) }
                queue.asyncAfter(deadline: .now() + pause) { sleeper.end()?.resume() }
            }
        } onCancel: {
            sleeper.end()?.resume(throwing: CancellationError())
        }
    }

    /// Rounded up.
    private static func interval(_ duration: Duration) -> DispatchTimeInterval {
        let (seconds, attoseconds) = duration.components
        return .nanoseconds(Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000) + 1)
    }

    /// One who sleeps, until the time or the task's cancellation has come, whichever is first.
    private final class Sleeper: Sendable {
        typealias Continuation = CheckedContinuation<Void, any Error>

        private struct State {
            var continuation: Continuation?
            var hasEnded = false
        }

        private let state = Guarded(State())

        /// False if the end has come already.
        func begin(_ continuation: Continuation) -> Bool {
            state.withLock {
                if !$0.hasEnded { $0.continuation = continuation }
                return !$0.hasEnded
            }
        }

        /// Who is to be woken: nobody, if somebody else has done that or sleep has not begun.
        func end() -> Continuation? {
            state.withLock { state in
                defer { (state.continuation, state.hasEnded) = (nil, true) }
                return state.continuation
            }
        }
    }
}
