public import CoreMetrics
public import Logging

internal import ObjectPools

/// Publishes where the memory of this process is through swift-metrics, each time it is told to, from one reading.
///
///     let metrics = MemoryMetrics(sources: [.pools], logger: logger)
///     // every few seconds:
///     metrics.publish()
///
/// ``MemoryMonitor`` does that as a service. The metrics are those of the table in the documentation, and what the sources
/// add. What is not known is not published; what was asked for and cannot be had is logged, once.
///
/// May be used from any thread: what changes is behind a lock.
public final class MemoryMetrics: @unchecked Sendable {
    private let detail: MemoryStatistics.Detail
    private let sources: [MetricSource]
    private let read: @Sendable (MemoryStatistics.Detail) -> MemoryStatistics
    // Guarded by `lock`.
    private let lock = Lock()
    private var series: [(name: String, value: @Sendable (MemoryStatistics) -> Double?, series: MetricSeries)]
    private var publisher: MetricPublisher
    private var complaints: MonitorComplaints

    /// - Parameters:
    ///   - detail: What is read.
    ///   - label: What the metric of a name is published as; nil if it is not published.
    ///   - sources: What is published beside the statistics.
    ///   - factory: The backend; by default the one that the application has chosen by now.
    ///   - logger: Where it says what cannot be had.
    public convenience init(
        detail: MemoryStatistics.Detail = .all,
        label: @escaping @Sendable (_ name: String) -> String? = { $0 },
        sources: [MetricSource] = [],
        factory: any MetricsFactory = MetricsSystem.factory,
        logger: Logger
    ) {
        let publisher = MetricPublisher(factory: factory, label: label)
        self.init(publisher, detail: detail, sources: sources, logger: logger) { MemoryReader.shared.read($0) }
    }

    init(
        _ publisher: MetricPublisher,
        detail: MemoryStatistics.Detail,
        sources: [MetricSource],
        logger: Logger,
        read: @escaping @Sendable (MemoryStatistics.Detail) -> MemoryStatistics
    ) {
        self.detail = detail
        self.sources = sources
        self.read = read
        self.publisher = publisher
        complaints = MonitorComplaints(logger)
        series = MemoryMetric.all.compactMap { metric in
            publisher.makeSeries(metric.descriptor, attributes: metric.attributes).map {
                (metric.descriptor.name, metric.value, $0)
            }
        }
    }

    /// Reads the statistics and publishes them: counters grow by what happened since the last call.
    public func publish() {
        let statistics = read(detail)
        lock.withLock {
            let taken = publishSources()
            for index in series.indices where !taken.contains(series[index].name) {
                guard let value = series[index].value(statistics) else { continue }
                series[index].series.publish(value)
            }
            complaints.look(at: statistics, asked: detail)
        }
    }

    /// Returns the names of what they published.
    private func publishSources() -> Set<String> {
        publisher.beginRound()
        for source in sources {
            do {
                try source.publish(&publisher)
            } catch {
                complaints.failed(source.name, error)
            }
        }
        return publisher.namesOfRound
    }
}
