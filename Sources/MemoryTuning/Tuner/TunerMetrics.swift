internal import CoreMetrics
internal import Metrics
internal import ObjectPools

/// What the tuner publishes through swift-metrics, as it happens.
struct TunerMetrics: Sendable {
    static let limit = MetricDescriptor(
        "swift.memory.limit",
        unit: "By",
        kind: .gauge,
        summary: "memory that the process shall get by with"
    )
    static let pressure = MetricDescriptor(
        "swift.memory.pressure",
        unit: "1",
        kind: .gauge,
        summary: "how scarce memory is: 0 nominal, 1 elevated, 2 critical"
    )
    static let cycles = MetricDescriptor(
        "swift.memory.reclaim.count",
        unit: "{cycle}",
        kind: .counter,
        summary: "reclaim cycles, by reason"
    )
    static let duration = MetricDescriptor(
        "swift.memory.reclaim.duration",
        unit: "s",
        kind: .histogram,
        summary: "time that a reclaim step took"
    )
    static let bytes = MetricDescriptor(
        "swift.memory.reclaim.bytes",
        unit: "By",
        kind: .counter,
        summary: "bytes given back to the system, by step"
    )

    private let limitGauge: Gauge
    private let pressureGauge: Gauge
    private let cycleCounters: [ReclaimReason: Counter]
    private let durations: [ReclaimStep: Recorder]
    private let byteCounters: [ReclaimStep: Counter]

    init(factory: any MetricsFactory) {
        limitGauge = Gauge(label: Self.limit.name, factory: factory)
        pressureGauge = Gauge(label: Self.pressure.name, factory: factory)
        cycleCounters = Dictionary(
            uniqueKeysWithValues: ReclaimReason.allCases.map {
                ($0, Counter(label: Self.cycles.name, dimensions: [("reason", $0.rawValue)], factory: factory))
            }
        )
        let steps = ReclaimStep.allCases.filter { $0 != .shed }
        durations = Dictionary(
            uniqueKeysWithValues: steps.map {
                let dimensions = [("step", $0.rawValue)]
                return ($0, Recorder(label: Self.duration.name, dimensions: dimensions, aggregate: true, factory: factory))
            }
        )
        byteCounters = Dictionary(
            uniqueKeysWithValues: steps.map {
                ($0, Counter(label: Self.bytes.name, dimensions: [("step", $0.rawValue)], factory: factory))
            }
        )
    }

    func record(_ look: TunerState.Look) {
        if let limit = look.limit { limitGauge.record(limit.bytes) }
        pressureGauge.record(Int(look.pressure.rawValue))
    }

    func record(_ report: ReclaimReport) {
        cycleCounters[report.reason]?.increment()
        for step in report.steps {
            durations[step.step]?.record(step.duration / .seconds(1))
            byteCounters[step.step]?.increment(by: step.released)
        }
    }
}
