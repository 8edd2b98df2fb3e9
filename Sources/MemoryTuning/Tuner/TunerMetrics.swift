internal import CoreMetrics
internal import Metrics
internal import ObjectPools

/// What the tuner publishes through swift-metrics as it happens: its cycles.
struct TunerMetrics: Sendable {
    private let cycles: [ReclaimReason: Counter]
    private let durations: [ReclaimStep: Recorder]
    private let bytes: [ReclaimStep: Counter]

    init(factory: any MetricsFactory) {
        func byStep<Handle>(_ make: ([(String, String)]) -> Handle) -> [ReclaimStep: Handle] {
            let steps = ReclaimStep.allCases.filter { $0 != .shed }
            return Dictionary(uniqueKeysWithValues: steps.map { ($0, make([("step", $0.rawValue)])) })
        }
        cycles = Dictionary(
            uniqueKeysWithValues: ReclaimReason.allCases.map {
                let dimensions = [("reason", $0.rawValue)]
                return ($0, Counter(label: MetricTable.reclaimCount.name, dimensions: dimensions, factory: factory))
            }
        )
        durations = byStep {
            Recorder(label: MetricTable.reclaimDuration.name, dimensions: $0, aggregate: true, factory: factory)
        }
        bytes = byStep { Counter(label: MetricTable.reclaimBytes.name, dimensions: $0, factory: factory) }
    }

    func record(_ report: ReclaimReport) {
        cycles[report.reason]?.increment()
        for step in report.steps {
            durations[step.step]?.record(step.duration / .seconds(1))
            bytes[step.step]?.increment(by: step.released)
        }
    }
}
