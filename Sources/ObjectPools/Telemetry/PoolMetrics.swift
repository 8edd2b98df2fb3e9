public import CoreMetrics
internal import Metrics

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
    private enum Handle {
        case counter(Counter, value: PoolMetric)
        case gauge(Gauge, value: PoolMetric)
    }

    private struct Published {
        let handles: [Handle]
        var last = PoolStatistics()
    }

    private let factory: any MetricsFactory
    // Guarded by `lock`.
    private let lock = Lock()
    private var pools: [String: Published] = [:]

    /// - Parameter factory: The backend; by default the one that the application has chosen by now.
    public init(factory: any MetricsFactory = MetricsSystem.factory) {
        self.factory = factory
    }

    /// Publishes the statistics of all pools: counters grow by what happened since the last call.
    public func publish() {
        lock.withLock {
            for (name, statistics) in PoolRegistry.cumulativeStatistics {
                publish(statistics, of: name)
            }
        }
    }

    private func publish(_ statistics: PoolStatistics, of name: String) {
        var pool = pools[name] ?? Published(handles: makeHandles(for: name))
        for handle in pool.handles {
            switch handle {
            case .counter(let counter, let metric):
                let growth = (metric.value(statistics) ?? 0) - (metric.value(pool.last) ?? 0)
                // Less than before: read while the pool was at work or about to end; the next time has it.
                if growth > 0 { counter.increment(by: Int64(growth)) }
            case .gauge(let gauge, let metric):
                if let value = metric.value(statistics) { gauge.record(value) }
            }
        }
        pool.last = statistics
        pools[name] = pool
    }

    private func makeHandles(for name: String) -> [Handle] {
        PoolMetric.all.map { metric in
            var attributes = [("pool.name", name)]
            if let reason = metric.reason { attributes.append(("reason", reason)) }
            let label = metric.descriptor.name
            switch metric.descriptor.kind {
            case .counter:
                return .counter(Counter(label: label, dimensions: attributes, factory: factory), value: metric)
            case .gauge, .histogram:
                return .gauge(Gauge(label: label, dimensions: attributes, factory: factory), value: metric)
            }
        }
    }
}
