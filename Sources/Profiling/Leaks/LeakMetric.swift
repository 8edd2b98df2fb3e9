package import ObjectPools

/// What ``LeakDetector`` publishes.
package enum LeakMetric {
    static let count = MetricDescriptor(
        "swift.memory.leak.count",
        unit: "{leak}",
        kind: .gauge,
        summary: "leaks found",
        attributes: ["resource"]
    )
    static let rate = MetricDescriptor(
        "swift.memory.leak.rate",
        unit: "By/s",
        kind: .gauge,
        summary: "growth of all memory that leaks"
    )
    static let timeToLimit = MetricDescriptor(
        "swift.memory.leak.time_to_limit",
        unit: "s",
        kind: .gauge,
        summary: "time until the memory limit is reached by leaks at their pace"
    )

    package static let all = [count, rate, timeToLimit]
}
