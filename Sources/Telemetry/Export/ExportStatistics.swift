#if Server

internal import CoreMetrics
internal import Logging
internal import NIOConcurrencyHelpers
internal import Synchronization

/// Counts what was sent, sent again and dropped of one signal, as metrics, and says in the log what went wrong: at most
/// once a minute.
final class ExportStatistics: Sendable {
    private struct Said: Sendable {
        /// What had been dropped when the last line was logged.
        var dropped: [DropReason: Int64] = [:]
        /// What the collector, or the connection to it, said last.
        var failure: String?
    }

    private static let logInterval = Duration.seconds(60)

    /// What the exporter says of itself.
    static let descriptions = [
        MetricDescription(
            name: "telemetry.sent",
            unit: "{item}",
            summary: "Spans or data points that a collector took."
        ),
        MetricDescription(name: "telemetry.retried", unit: "{request}", summary: "Requests that were sent again."),
        MetricDescription(
            name: "telemetry.dropped",
            unit: "{item}",
            summary: "Spans or data points that no collector took, by reason."
        ),
    ]

    private let signal: TelemetrySignal
    private let time: TimeSource
    private let logger: Logger
    private let sent: any CounterHandler
    private let retried: any CounterHandler
    private let dropped: [DropReason: CounterInstrument]
    /// When the next line may be logged, in nanoseconds of the monotonic clock.
    private let nextLine = Atomic<Int64>(.min)
    private let said = NIOLockedValueBox(Said())

    init(signal: TelemetrySignal, registry: MetricRegistry, logger: Logger) {
        self.signal = signal
        self.time = registry.time
        self.logger = logger
        let dimensions = [("signal", signal.rawValue)]
        sent = registry.makeCounter(label: "telemetry.sent", dimensions: dimensions)
        retried = registry.makeCounter(label: "telemetry.retried", dimensions: dimensions)
        dropped = Dictionary(
            uniqueKeysWithValues: DropReason.allCases.compactMap { reason in
                let dimensions = dimensions + [("reason", reason.rawValue)]
                let counter = registry.makeCounter(label: "telemetry.dropped", dimensions: dimensions)
                return (counter as? CounterInstrument).map { (reason, $0) }
            }
        )
    }

    func countSent(_ items: Int) { sent.increment(by: Int64(items)) }

    func countRetry(after failure: String) {
        retried.increment(by: 1)
        said.withLockedValue { $0.failure = failure }
        logIfDue()
    }

    /// Cheap, without a failure: it is called for each span while the queue is full.
    ///
    /// - Parameter failure: What the collector, or the connection to it, said; nil to leave what was said last.
    func countDropped(_ items: Int, _ reason: DropReason, _ failure: String? = nil) {
        guard items > 0 else { return }
        dropped[reason]?.increment(by: Int64(items))
        if let failure { said.withLockedValue { $0.failure = failure } }
        logIfDue()
    }

    private func logIfDue() {
        let now = time.monotonic().inNanoseconds
        let due = nextLine.load(ordering: .relaxed)
        guard now >= due else { return }
        let next = now + Self.logInterval.inNanoseconds
        guard nextLine.compareExchange(expected: due, desired: next, ordering: .relaxed).exchanged else { return }
        log()
    }

    private func log() {
        let totals = dropped.mapValues(\.total)
        let (before, failure) = said.withLockedValue { said in
            defer { said.dropped = totals }
            return (said.dropped, said.failure)
        }
        let new = totals.map { (reason: $0.key.rawValue, count: $0.value - (before[$0.key] ?? 0)) }
            .filter { $0.count > 0 }
            .sorted { $0.reason < $1.reason }
        let what =
            new.isEmpty
            ? "cannot be sent now and are tried again"
            : "were dropped: \(new.map { "\($0.count) \($0.reason)" }.joined(separator: ", "))"
        logger.warning("\(signal.rawValue) \(what)\(failure.map { "; last failure: \($0)" } ?? "")")
    }

    /// Logs something else, whatever was logged before.
    func warn(_ text: String) { logger.warning("\(signal.rawValue): \(text)") }
}

#endif
