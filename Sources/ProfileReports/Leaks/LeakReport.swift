public import Profiles

/// What leaks by the recordings of one process, and how much they can tell.
public struct LeakReport: Hashable, Sendable {
    /// The fastest first.
    public var findings: [LeakFinding]
    /// The seconds that were looked at.
    public var seconds: Double
    /// How many recordings that rests on.
    public var recordings: Int
    /// Mean bytes between samples.
    public var samplingInterval: Int
    public var liveBytes: Int
    /// The control group's memory limit in bytes, if there is one.
    public var memoryLimit: Int?
    /// Who refers to what was found, of each that has blocks in use; nil where nobody asked.
    package var referrers: [LeakSubject: ReferrerReport]?

    /// A person asked, so however short the run was, what it tells is told.
    private static let leastSeconds = 2.0

    /// - Parameter profiles: All of one process, symbolicated, in any order.
    /// - Returns: nil if they are of different processes, or if there are none.
    public init?(_ profiles: [HeapProfile]) {
        guard let history = LeakHistory(profiles), let last = profiles.max(by: { $0.duration < $1.duration }) else {
            return nil
        }
        findings = LeakAnalysis(criteria: LeakCriteria(minimumSpan: Self.leastSeconds)).findings(in: history)
        seconds = last.duration
        recordings = profiles.count
        samplingInterval = last.samplingInterval
        liveBytes = last.totals.liveBytes
        memoryLimit = last.totals.memoryLimit
    }

    /// A leak slower than this, in bytes per second, is not seen yet; nil where nothing can be.
    public var slowestSeen: Double? {
        guard seconds >= Self.leastSeconds else { return nil }
        let criteria = LeakCriteria()
        // What must have come in half of the time.
        let samples = criteria.minimumDeviations * criteria.minimumDeviations
        let bySamples = samples.rounded(.up) * Double(max(1, samplingInterval)) / (seconds / 2)
        return max(bySamples, criteria.minimumShare * Double(liveBytes) / seconds)
    }
}
