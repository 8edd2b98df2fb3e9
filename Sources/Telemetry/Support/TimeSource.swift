#if Server

internal import Tracing

/// The clocks that the telemetry reads, so that tests can set them.
struct TimeSource: Sendable {
    /// Nanoseconds since 1970.
    var wall: @Sendable () -> UInt64
    /// Time since some moment in the past, which no change of the wall clock moves.
    var monotonic: @Sendable () -> Duration
    /// Waits; throws if the task is cancelled.
    var sleep: @Sendable (Duration) async throws -> Void

    static let system: TimeSource = {
        let origin = ContinuousClock.now
        return TimeSource(
            wall: { DefaultTracerClock.now.nanosecondsSinceEpoch },
            monotonic: { origin.duration(to: .now) },
            sleep: { try await Task.sleep(for: $0) }
        )
    }()
}

#endif
