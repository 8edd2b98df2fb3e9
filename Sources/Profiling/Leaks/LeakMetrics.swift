internal import CoreMetrics
internal import ObjectPools
internal import Profiles

/// What is published of leaks: few series, for a leak's type and line are no labels.
struct LeakMetrics: Sendable {
    private let count: [DetectedLeak.Resource: Gauge]
    private let rate: Gauge
    private let timeToLimit: Gauge

    init(factory: any MetricsFactory) {
        count = Dictionary(
            uniqueKeysWithValues: DetectedLeak.Resource.allCases.map {
                ($0, Gauge(label: LeakMetric.count.name, dimensions: [("resource", $0.rawValue)], factory: factory))
            }
        )
        rate = Gauge(label: LeakMetric.rate.name, factory: factory)
        timeToLimit = Gauge(label: LeakMetric.timeToLimit.name, factory: factory)
    }

    func publish(_ leaks: [DetectedLeak]) {
        for (resource, gauge) in count { gauge.record(Double(leaks.count { $0.resource == resource })) }
        let memory = leaks.filter { $0.resource == .memory && !$0.finding.subject.isWholeType }
        rate.record(memory.reduce(0) { $0 + $1.finding.bytesPerSecond })
        // Together they are faster than each alone.
        let paces = memory.compactMap { leak in
            leak.finding.secondsToLimit.map {
                (room: $0 * leak.finding.bytesPerSecond, pace: leak.finding.bytesPerSecond)
            }
        }
        guard let room = paces.map(\.room).min() else { return }
        timeToLimit.record(room / paces.reduce(0) { $0 + $1.pace })
    }
}
