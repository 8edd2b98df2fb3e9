#if Server

internal import NIOConcurrencyHelpers

/// Sends requests until the collector takes them, refuses them, or the time is up.
final class OTLPDelivery: Sendable {
    /// What became of a request and its items.
    enum Outcome: Equatable, Sendable {
        case delivered
        case refused
        /// Nobody took it in time.
        case timedOut
        /// The task was cancelled.
        case cancelled
    }

    let transport: OTLPTransport
    let statistics: ExportStatistics
    private let retries: RetryPolicy
    private let time: TimeSource
    /// The pause before the next try, if there is one now.
    private let pause = NIOLockedValueBox<Task<Void, Never>?>(nil)

    init(_ configuration: OTLPConfiguration, statistics: ExportStatistics, time: TimeSource) {
        transport = OTLPTransport(configuration, time: time)
        retries = configuration.retries
        self.statistics = statistics
        self.time = time
    }

    /// - Parameters:
    ///   - body: An OTLP request.
    ///   - items: How many spans or data points it holds.
    ///   - timeout: How long one try may take.
    ///   - elapsed: How long all tries may take; nil for what the retry policy says.
    ///   - rejected: Reads how many items of the request were not taken, and why.
    func deliver(
        _ body: [UInt8],
        items: Int,
        timeout: Duration,
        within elapsed: Duration? = nil,
        rejected: ([UInt8]) throws -> (count: Int64, message: String)
    ) async -> Outcome {
        let end = time.monotonic() + (elapsed ?? retries.maximumElapsed)
        var failures = 0
        while true {
            switch await transport.send(body, timeout: timeout, rejected: rejected) {
            case .delivered(let rejected, let message):
                let rejected = min(rejected, items)
                statistics.countSent(items - rejected)
                statistics.countDropped(rejected, .partialSuccess, message)
                if rejected == 0, !message.isEmpty { statistics.warn("the collector says: \(message)") }
                return .delivered
            case .refused(let reason):
                statistics.countDropped(items, .rejected, reason)
                return .refused
            case .failed(let reason, let retryAfter):
                if Task.isCancelled { return .cancelled }
                failures += 1
                let delay = retries.delay(
                    afterFailures: failures,
                    retryAfter: retryAfter,
                    random: Double.random(in: 0...1)
                )
                guard time.monotonic() + delay < end else { return .timedOut }
                statistics.countRetry(after: reason)
                await wait(delay)
                if Task.isCancelled { return .cancelled }
            }
        }
    }

    /// Ends the pause before the next try, if there is one.
    func tryNow() { pause.withLockedValue { $0 }?.cancel() }

    private func wait(_ delay: Duration) async {
        let pause = Task { [time] in
            do { try await time.sleep(delay) } catch { return }
        }
        self.pause.withLockedValue { $0 = pause }
        await withTaskCancellationHandler {
            await pause.value
        } onCancel: {
            pause.cancel()
        }
        self.pause.withLockedValue { $0 = nil }
    }
}

#endif
