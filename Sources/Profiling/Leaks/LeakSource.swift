internal import Profiles

/// Where the detector has its looks from; a test puts another in its place.
protocol LeakSource: Sendable {
    /// What is in use now of what can be known.
    /// - Parameter time: Seconds, for what has no clock of its own.
    func looks(at time: Double) async -> [DetectedLeak.Resource: LeakLook]

    /// Findings in words, with lines as far as they can be had.
    func described(_ findings: [DetectedLeak.Resource: [LeakFinding]]) async -> [DetectedLeak]
}
