public import CoreMetrics
public import Logging

internal import ObjectPools

#if Server
public import ServiceLifecycle
#endif

/// Publishes where the memory of this process is through swift-metrics, from one reading at each tick.
///
///     let monitor = MemoryMonitor(sources: [.pools], logger: logger)
///     try await ServiceGroup(services: [monitor, server], logger: logger).run()
///
/// It publishes what ``MemoryMetrics`` does, and how late a task begins to run, as `swift.executor.delay`: measured by a
/// heartbeat in the shared thread pool, in which blocking code makes others wait. Handles of the metrics system are made
/// with it, so make it after the backend is chosen.
///
/// It ends when its task is cancelled or its service group shuts down, and publishes once more then.
public struct MemoryMonitor: Sendable {
    private let configuration: Configuration
    private let metrics: MemoryMetrics
    private let publisher: MetricPublisher

    /// - Parameters:
    ///   - configuration: How often, what, and under which names.
    ///   - sources: What is published beside the statistics.
    ///   - factory: The backend; by default the one that the application has chosen by now.
    ///   - logger: Where it says what cannot be had.
    public init(
        configuration: Configuration = .default,
        sources: [MetricSource] = [],
        factory: any MetricsFactory = MetricsSystem.factory,
        logger: Logger
    ) {
        self.configuration = configuration
        publisher = MetricPublisher(factory: factory, label: configuration.label)
        metrics = MemoryMetrics(
            detail: configuration.detail,
            label: configuration.label,
            sources: sources,
            factory: factory,
            logger: logger
        )
    }

    /// Publishes until the task is cancelled or the service group shuts down.
    public func run() async {
        #if Server
        await cancelWhenGracefulShutdown { await publishUntilCancelled() }
        #else
        await publishUntilCancelled()
        #endif
    }

    private func publishUntilCancelled() async {
        await withDiscardingTaskGroup { group in
            if let interval = configuration.heartbeat, var delay = publisher.makeSeries(MetricTable.executorDelay) {
                group.addTask { await Heartbeat(interval: interval).beat { delay.publish($0.seconds) } }
            }
            group.addTask {
                await Heartbeat(interval: configuration.interval).beat(first: .zero) { _ in metrics.publish() }
            }
        }
        // What has happened since the last tick: a backend that sends at its end shall have it.
        metrics.publish()
    }
}

#if Server
extension MemoryMonitor: Service {}
#endif
