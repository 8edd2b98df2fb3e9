#if Server

internal import CoreMetrics
internal import NIOConcurrencyHelpers

/// How the values of a recorder or timer are distributed. What a timer records is in seconds.
final class HistogramInstrument: MetricInstrument, RecorderHandler, TimerHandler {
    let key: MetricSeriesKey
    private let start: UInt64
    private let value: NIOLockedValueBox<MetricValue>

    init(key: MetricSeriesKey, aggregation: HistogramAggregation, time: TimeSource) {
        self.key = key
        start = time.wall()
        switch aggregation.kind {
        case .explicit(let bounds): value = NIOLockedValueBox(.histogram(ExplicitHistogram(bounds: bounds)))
        case .exponential(let buckets, let scale):
            let histogram = ExponentialHistogram(maximumBuckets: buckets, maximumScale: scale)
            value = NIOLockedValueBox(.exponentialHistogram(histogram))
        }
    }

    func record(_ value: Int64) { record(Double(value)) }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    /// What is not finite is ignored.
    func record(_ recorded: Double) {
        guard recorded.isFinite else { return }
        value.withLockedValue { $0.record(recorded) }
    }

    func read() -> (start: UInt64, value: MetricValue)? { (start, value.withLockedValue { $0 }) }
}

extension MetricValue {
    /// Adds to a histogram, in place: while its counts are in two hands they would be copied.
    fileprivate mutating func record(_ recorded: Double) {
        switch self {
        case .histogram(var histogram):
            self = .integer(0)
            histogram.record(recorded)
            self = .histogram(histogram)
        case .exponentialHistogram(var histogram):
            self = .integer(0)
            histogram.record(recorded)
            self = .exponentialHistogram(histogram)
        case .integer, .double: break
        }
    }
}

#endif
