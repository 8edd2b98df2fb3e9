#if Server

import ServiceLifecycle

/// When each request is due, if they shall come at a constant rate.
struct LoadPace: Sendable {
    let start: ContinuousClock.Instant
    /// Requests a second; nil to make each when the last was answered.
    let rate: Double?

    /// Waits until the request of that number is due, or until graceful shutdown.
    /// - Returns: When its latency begins. That of a late one begins when it was due: else a service that stands still would
    ///   look as if only one request had waited.
    /// - Throws: `CancellationError` if it shall not be made any more.
    func wait(forRequest number: Int) async throws -> ContinuousClock.Instant {
        guard let rate else { return .now }
        let due = start + .seconds(Double(number) / rate)
        if due <= .now { return due }
        try await cancelWhenGracefulShutdown { try await Task.sleep(until: due) }
        return .now
    }
}

#endif
