import EscapeAnalysis
import Foundation
import ProfileReports
import Profiles

/// Why sites allocate, from an escape report.
struct StaticReasons {
    private let report: EscapeReport?

    /// - Parameter file: What `trimtab escape --json` wrote; nil for none.
    init(file: String?, isPageAsked: Bool) throws {
        guard let file else {
            report = nil
            return
        }
        guard isPageAsked else {
            throw CommandError(.badValue, "--escape '\(file)': only the page shows it; add --html FILE")
        }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw CommandError(
                .badInput,
                "--escape '\(file)': cannot be read; write it with trimtab escape --json \(file)"
            )
        }
        report = try EscapeFailure.catching { () throws(EscapeError) in
            try EscapeJSON().report(from: data, name: file)
        }
    }

    /// By the index of the profile's sites.
    func of(_ profile: HeapProfile) -> [Int: StaticReason] {
        guard let report else { return [:] }
        return report.findings(ofSitesOf: profile).mapValues { finding in
            StaticReason(reason: finding.reason, hint: finding.kind.hint.isEmpty ? nil : finding.kind.hint)
        }
    }
}
