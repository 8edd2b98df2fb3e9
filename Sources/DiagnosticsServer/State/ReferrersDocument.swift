#if Server

internal import Foundation
internal import ProfileReports
internal import Profiles

/// What `referrers` says: `docs/diagnostics.md` has its keys.
struct ReferrersDocument {
    private static let schema = 1

    let report: ReferrerReport

    private let text = ReferrerText()

    init(report: ReferrerReport) {
        self.report = report
    }

    var json: JSONValue {
        let coverage = report.coverage
        let isType = report.subject.kind == .type
        return [
            "schema": .integer(Self.schema),
            "time": .number(Date().timeIntervalSince1970),
            "type": isType ? .string(report.subject.name) : .null,
            "function": isType ? .null : .string(report.subject.name),
            "message": .string(message),
            "objects": .number(report.objects),
            "objectsLookedAt": .integer(report.lookedAt),
            "objectsReferredTo": .integer(report.referredTo),
            "liveBytes": .integer(report.liveBytes),
            "scannedBytes": .integer(coverage.sampledBytes + coverage.foundBytes),
            "scannedBlocks": .integer(coverage.sampledBlocks + coverage.foundBlocks),
            "globalBytes": .integer(coverage.dataBytes),
            "unreadableBytes": .integer(coverage.unreadableBytes),
            "freedMeanwhile": .integer(coverage.goneBlocks),
            "isCutShort": .bool(coverage.isCut),
            "seconds": .number(coverage.seconds),
            "referrers": .array(report.referrers.map(json)),
            "otherReferrers": .integer(report.others),
        ]
    }

    private var message: String {
        text.coverage(report) + (report.referrers.isEmpty ? " \(ReferrerText.absence)" : "")
    }

    private func json(_ referrer: Referrer) -> JSONValue {
        [
            "kind": .string(referrer.name.kind.rawValue),
            "name": .string(referrer.name.name),
            "image": JSONValue(referrer.name.image),
            "references": .integer(referrer.references),
            "blocks": .integer(referrer.blocks),
            "targets": .integer(referrer.targets),
            "isCycle": .bool(referrer.isCycle),
            "text": .string(text.name(referrer.name)),
            "referrers": .array(referrer.referrers.map(json)),
            "otherReferrers": .integer(referrer.others),
        ]
    }
}

#endif
