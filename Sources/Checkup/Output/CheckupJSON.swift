internal import Foundation

/// A check-up as JSON: `version`, `subject`, `isSound` and `checks`.
package struct CheckupJSON: Sendable {
    /// The document's form; rises when a key changes its meaning.
    package static let version = 1

    private struct Document: Encodable {
        var version = CheckupJSON.version
        var subject: String
        var isSound: Bool
        var checks: [Check]
    }

    package init() {}

    /// In UTF-8, with sorted keys, ended by a newline.
    package func bytes(_ report: CheckupReport) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let document = Document(subject: report.subject, isSound: report.isSound, checks: report.checks)
        return Array(try encoder.encode(document)) + [UInt8(ascii: "\n")]
    }
}
