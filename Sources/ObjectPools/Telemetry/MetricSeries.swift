internal import CoreMetrics
internal import Metrics

/// A metric with the values of its attributes, as a handle of the metrics system.
package struct MetricSeries: Sendable {
    private enum Handle: Sendable {
        case counter(Counter)
        case fractions(FloatingPointCounter)
        case gauge(Gauge)
        case histogram(Recorder)
    }

    private let handle: Handle
    /// Of a counter, what is published already.
    private var published = 0.0

    init(
        _ descriptor: MetricDescriptor,
        label: String,
        attributes: [(String, String)],
        factory: any MetricsFactory
    ) {
        handle =
            switch descriptor.kind {
            case .counter where descriptor.hasFractions:
                .fractions(FloatingPointCounter(label: label, dimensions: attributes, factory: factory))
            case .counter:
                .counter(Counter(label: label, dimensions: attributes, factory: factory))
            case .gauge:
                .gauge(Gauge(label: label, dimensions: attributes, factory: factory))
            case .histogram:
                .histogram(Recorder(label: label, dimensions: attributes, aggregate: true, factory: factory))
            }
    }

    /// Publishes what the value is now: of a counter, all that was ever counted; of a histogram, one more value.
    package mutating func publish(_ value: Double) {
        switch handle {
        case .counter(let counter):
            // Less than before: read while it was changing; the next time has it.
            guard let growth = Int64(exactly: (value - published).rounded()), growth > 0 else { return }
            counter.increment(by: growth)
            published = value
        case .fractions(let counter):
            guard value > published else { return }
            counter.increment(by: value - published)
            published = value
        case .gauge(let gauge):
            gauge.record(value)
        case .histogram(let recorder):
            recorder.record(value)
        }
    }
}
