internal import Profiles

/// Who refers to one leak.
struct JSONReferrers: Encodable {
    private let text: String
    private let objects: Int
    private let objectsLookedAt: Int
    private let objectsReferredTo: Int
    private let scannedBytes: Int
    private let globalBytes: Int
    private let freedMeanwhile: Int
    private let isCutShort: Bool
    private let seconds: Double
    private let referrers: [Entry]
    private let otherReferrers: Int

    private struct Entry: Encodable {
        let kind: String
        let name: String
        let image: Nullable<String>
        let references: Int
        let blocks: Int
        let targets: Int
        let isCycle: Bool
        let referrers: [Entry]
        let otherReferrers: Int

        init(_ referrer: Referrer) {
            kind = referrer.name.kind.rawValue
            name = referrer.name.name
            image = Nullable(referrer.name.image)
            references = referrer.references
            blocks = referrer.blocks
            targets = referrer.targets
            isCycle = referrer.isCycle
            referrers = referrer.referrers.map(Entry.init)
            otherReferrers = referrer.others
        }
    }

    init(_ report: ReferrerReport) {
        let coverage = report.coverage
        text = ReferrerText().coverage(report)
        objects = Estimate(value: report.objects).count
        objectsLookedAt = report.lookedAt
        objectsReferredTo = report.referredTo
        scannedBytes = coverage.sampledBytes + coverage.foundBytes
        globalBytes = coverage.dataBytes
        freedMeanwhile = coverage.goneBlocks
        isCutShort = coverage.isCut
        seconds = coverage.seconds
        referrers = report.referrers.map(Entry.init)
        otherReferrers = report.others
    }
}
