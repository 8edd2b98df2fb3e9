/// What a person wants less or more of.
package enum Objective: String, Sendable, Codable, CaseIterable {
    case memory, latency, throughput, balanced

    /// How much each measure counts; what was not measured is left out.
    var weights: [(measure: Measure, weight: Double)] {
        switch self {
        case .memory: [(.peakResident, 0.5), (.settledResident, 0.5)]
        case .latency: [(.latency99, 1)]
        case .throughput: [(.throughput, 1)]
        case .balanced: [(.peakResident, 0.25), (.settledResident, 0.25), (.throughput, 0.25), (.latency99, 0.25)]
        }
    }

    /// By how much another measure may get worse, as a ratio, before a win is no win.
    var tolerances: [(measure: Measure, ratio: Double)] {
        switch self {
        case .memory: [(.throughput, 1.05), (.latency99, 1.25)]
        case .latency: [(.throughput, 1.05), (.settledResident, 1.25)]
        case .throughput: [(.latency99, 1.25), (.settledResident, 1.25)]
        case .balanced: []
        }
    }
}
