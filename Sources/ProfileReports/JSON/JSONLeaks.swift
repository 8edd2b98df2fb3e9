internal import Profiles

/// What leaks, in words and numbers.
struct JSONLeaks: Encodable {
    private let seconds: Double
    private let recordings: Int
    private let slowestBytesPerSecond: Nullable<Double>
    private let findings: [Finding]

    private struct Finding: Encodable {
        let kind: String
        let text: String
        let type: Nullable<String>
        let function: Nullable<String>
        let file: Nullable<String>
        let line: Nullable<Int>
        let sinceSeconds: Double
        let spanSeconds: Double
        let bytesPerSecond: Double
        let bytesPerSecondInterval: [Double]
        let objectsPerSecond: Double
        let liveBytes: Int
        let liveObjects: Int
        let samples: Int
        let chance: Double
        let freedShare: Nullable<Double>
        let secondsToLimit: Nullable<Double>
        let referrers: Nullable<JSONReferrers>

        init(_ finding: LeakFinding, referrers: ReferrerReport?, text: LeakText) {
            kind = finding.kind.rawValue
            self.text = text.sentences(finding)
            type = Nullable(finding.subject.type)
            function = Nullable(finding.subject.function)
            file = Nullable(finding.subject.file)
            line = Nullable(finding.subject.line)
            sinceSeconds = finding.since
            spanSeconds = finding.span
            bytesPerSecond = finding.bytesPerSecond
            bytesPerSecondInterval = [finding.interval95.lowerBound, finding.interval95.upperBound]
            objectsPerSecond = finding.objectsPerSecond
            liveBytes = Estimate(value: finding.bytes).count
            liveObjects = Estimate(value: finding.objects).count
            samples = finding.samples
            chance = finding.chance
            freedShare = Nullable(finding.freedShare)
            secondsToLimit = Nullable(finding.secondsToLimit)
            self.referrers = Nullable(referrers.map(JSONReferrers.init))
        }
    }

    init(_ leaks: LeakReport) {
        seconds = leaks.seconds
        recordings = leaks.recordings
        slowestBytesPerSecond = Nullable(leaks.slowestSeen)
        let text = LeakText(names: Names())
        findings = leaks.findings.map { Finding($0, referrers: leaks.referrers?[$0.subject], text: text) }
    }
}
