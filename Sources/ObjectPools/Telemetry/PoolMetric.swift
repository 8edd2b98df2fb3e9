/// The metrics of a pool: the table from which all else comes. Each has the attribute `pool.name`.
package struct PoolMetric: Sendable {
    package let descriptor: MetricDescriptor
    /// The attribute `reason`, where there is one.
    package let reason: String?
    /// Nil where there is nothing to say yet.
    package let value: @Sendable (PoolStatistics) -> Double?

    private init(
        _ name: String,
        unit: String,
        kind: MetricDescriptor.Kind,
        summary: String,
        reason: String? = nil,
        value: @escaping @Sendable (PoolStatistics) -> Double?
    ) {
        let attributes = reason == nil ? ["pool.name"] : ["pool.name", "reason"]
        descriptor = MetricDescriptor(name, unit: unit, kind: kind, summary: summary, attributes: attributes)
        self.reason = reason
        self.value = value
    }

    package static let all: [PoolMetric] =
        [
            PoolMetric("pool.get.count", unit: "{operation}", kind: .counter, summary: "objects handed out") {
                Double($0.gets)
            },
            PoolMetric("pool.put.count", unit: "{operation}", kind: .counter, summary: "objects given back") {
                Double($0.puts)
            },
            PoolMetric("pool.new.count", unit: "{operation}", kind: .counter, summary: "objects made") {
                Double($0.news)
            },
            PoolMetric("pool.reuse.rate", unit: "%", kind: .gauge, summary: "gets served by an object used before") {
                $0.reuseRate
            },
            PoolMetric("pool.leased", unit: "{object}", kind: .gauge, summary: "objects handed out, not yet back") {
                Double($0.leased)
            },
            PoolMetric("pool.retained", unit: "{object}", kind: .gauge, summary: "idle objects") {
                Double($0.retained)
            },
            PoolMetric("pool.retained.bytes", unit: "By", kind: .gauge, summary: "bytes of idle objects") {
                Double($0.retainedBytes)
            },
        ]
        + DiscardReason.allCases.map { reason in
            PoolMetric(
                "pool.discard.count",
                unit: "{operation}",
                kind: .counter,
                summary: "objects given up",
                reason: reason.name
            ) { Double($0.discards[reason]) }
        }
}

extension PoolMetric {
    /// Publishes the statistics of all pools.
    package static func publishAll(to publisher: inout MetricPublisher) {
        for (name, statistics) in PoolRegistry.cumulativeStatistics {
            for metric in all {
                var attributes = [("pool.name", name)]
                if let reason = metric.reason { attributes.append(("reason", reason)) }
                publisher.publish(metric.descriptor, metric.value(statistics), attributes: attributes)
            }
        }
    }
}
