public import CoreMetrics

/// Publishes what all pools of the process do, through swift-metrics.
///
///     let metrics = PoolMetrics()
///     // every few seconds:
///     metrics.publish()
///
/// Pools count by themselves, without any backend; this hands on what has changed. Handles are made once for each pool's
/// name. The names are those of the table in the documentation; each metric has the attribute `pool.name`.
///
/// May be used from any thread: what changes is behind a lock.
public final class PoolMetrics: @unchecked Sendable {
    // Guarded by `lock`.
    private let lock = Lock()
    private var publisher: MetricPublisher

    /// - Parameter factory: The backend; by default the one that the application has chosen by now.
    public init(factory: any MetricsFactory = MetricsSystem.factory) {
        publisher = MetricPublisher(factory: factory)
    }

    /// Publishes the statistics of all pools: counters grow by what happened since the last call.
    public func publish() {
        lock.withLock { PoolMetric.publishAll(to: &publisher) }
    }
}
