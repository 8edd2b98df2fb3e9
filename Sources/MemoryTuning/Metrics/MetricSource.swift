package import ObjectPools

/// What a ``MemoryMonitor`` publishes beside the statistics, at each of its ticks.
///
/// A metric that a source publishes is not published from the statistics, too: a tuner's limit takes the place of the
/// control group's.
public struct MetricSource: Sendable {
    /// Names it in the log if it fails.
    let name: String
    let publish: @Sendable (inout MetricPublisher) throws -> Void

    package init(_ name: String, _ publish: @escaping @Sendable (inout MetricPublisher) throws -> Void) {
        self.name = name
        self.publish = publish
    }

    /// What all pools of the process do and hold: the metrics of `PoolMetrics`. Use one of both.
    public static let pools = MetricSource("pools") { PoolMetric.publishAll(to: &$0) }

    /// How many tasks live, as `swift.task.count`.
    /// - Parameter count: Called at each tick; nil if it is not known.
    public static func taskCount(_ count: @escaping @Sendable () -> Int?) -> MetricSource {
        MetricSource("tasks") { $0.publish(MetricTable.taskCount, count().map(Double.init)) }
    }
}
