#if Server

import NIOConcurrencyHelpers

@testable import Telemetry

/// Clocks that go on when they are told to.
final class ManualTime: Sendable {
    private struct Sleeper: Sendable {
        let id: Int
        let end: Duration
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State: Sendable {
        var now = Duration.zero
        var nextID = 0
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
        var sleeps: [Duration] = []
    }

    private let state = NIOLockedValueBox(State())
    private static let start: UInt64 = 1_800_000_000_000_000_000

    var source: TimeSource {
        TimeSource(
            wall: { Self.start + UInt64(self.now / .nanoseconds(1)) },
            monotonic: { self.now },
            sleep: { try await self.sleep($0) }
        )
    }

    private var now: Duration { state.withLockedValue { $0.now } }

    /// How long was slept, each time that somebody did.
    var sleeps: [Duration] { state.withLockedValue { $0.sleeps } }

    /// How long those sleep who sleep now.
    var sleeping: [Duration] { state.withLockedValue { state in state.sleepers.map { $0.end - state.now } } }

    func advance(by duration: Duration) {
        let awake = state.withLockedValue { state in
            state.now += duration
            let awake = state.sleepers.filter { $0.end <= state.now }
            state.sleepers.removeAll { $0.end <= state.now }
            return awake
        }
        for sleeper in awake { sleeper.continuation.resume() }
    }

    private func sleep(_ duration: Duration) async throws {
        let id = state.withLockedValue { state in
            state.nextID += 1
            state.sleeps.append(duration)
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = state.withLockedValue { state in
                    if state.cancelled.remove(id) != nil { return true }
                    state.sleepers.append(Sleeper(id: id, end: state.now + duration, continuation: continuation))
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let sleeper: Sleeper? = state.withLockedValue { state in
                guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
                    state.cancelled.insert(id)
                    return nil
                }
                return state.sleepers.remove(at: index)
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }
}

#endif
