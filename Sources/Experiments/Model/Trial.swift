/// One run of the server under load, with one candidate.
package struct Trial: Sendable, Hashable, Codable {
    /// How it went.
    package enum Outcome: Sendable, Hashable, Codable {
        case measured
        /// The kernel killed the server at the memory limit.
        case killedForMemory
        /// The server or the load failed, and why.
        case failed(String)
    }

    /// The candidate's name.
    package var candidate: String
    /// Rounds count from 1; 0 is the one that warms the machine up and does not count.
    package var round: Int
    package var outcome: Outcome
    /// Seconds from the server's start to its answer.
    package var startSeconds: Double?
    /// Seconds of load that were measured.
    package var loadSeconds: Double?
    package var peakResident: Int?
    package var settledResident: Int?
    package var resident: [ResidentSample] = []
    /// Requests, or whole runs, in a second.
    package var throughput: Double?
    /// In seconds.
    package var latency50: Double?
    package var latency99: Double?
    package var requests: Int?
    package var errors: Int?
    /// CPU time of the server while the load ran.
    package var cpuSeconds: Double?
    package var faults: Int?

    package init(candidate: String, round: Int, outcome: Outcome = .measured) {
        self.candidate = candidate
        self.round = round
        self.outcome = outcome
    }

    package var isMeasured: Bool { outcome == .measured }

    package var cpuPerRequest: Double? {
        guard let cpuSeconds, let requests, requests > 0 else { return nil }
        return cpuSeconds / Double(requests)
    }
}
