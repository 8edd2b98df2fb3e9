/// What is measured in a trial.
package enum Measure: String, Sendable, Codable, CaseIterable {
    /// The most resident memory while the load ran, in bytes.
    case peakResident
    /// Resident memory some time after the load's end, in bytes.
    case settledResident
    /// Requests, or whole runs, in a second.
    case throughput
    /// The 99th percentile of latency, in seconds.
    case latency99
    /// CPU time for a request, or for a whole run, in seconds.
    case cpu
    /// Page faults while the load ran.
    case faults

    /// Whether more of it is better.
    var isGain: Bool { self == .throughput }

    func value(of trial: Trial) -> Double? {
        guard trial.isMeasured else { return nil }
        return switch self {
        case .peakResident: trial.peakResident.map(Double.init)
        case .settledResident: trial.settledResident.map(Double.init)
        case .throughput: trial.throughput
        case .latency99: trial.latency99
        case .cpu: trial.cpuPerRequest ?? trial.cpuSeconds
        case .faults: trial.faults.map(Double.init)
        }
    }
}
