public import Foundation

/// Writes a report as JSON, and reads it again.
public struct EscapeJSON: Sendable {
    /// The document's form; rises when a key changes its meaning.
    public static let version = 1

    private struct Document: Encodable {
        var version = EscapeJSON.version
        var report: EscapeReport

        private enum Key: String, CodingKey {
            case version, findings, folded
        }

        func encode(to encoder: any Encoder) throws {
            try report.encode(to: encoder)
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(version, forKey: .version)
            try container.encode(report.findings.map(Explained.init), forKey: .findings)
            try container.encode(report.folded.map(Explained.init), forKey: .folded)
        }
    }

    /// A finding with its sentence and its hint.
    private struct Explained: Encodable {
        var finding: EscapeFinding

        private enum Key: String, CodingKey {
            case reason, hint, documentation
        }

        func encode(to encoder: any Encoder) throws {
            try finding.encode(to: encoder)
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(finding.reason, forKey: .reason)
            try container.encode(finding.kind.hint, forKey: .hint)
            try container.encode(finding.kind.documentationPage, forKey: .documentation)
        }
    }

    public init() {}

    /// The report in UTF-8, with sorted keys, ended by a newline.
    public func bytes(_ report: EscapeReport) throws(EscapeError) -> [UInt8] {
        try encoded(Document(report: report))
    }

    /// The report in a file that ``bytes(_:)`` wrote.
    public func report(from data: Data, name: String) throws(EscapeError) -> EscapeReport {
        do {
            return try JSONDecoder().decode(EscapeReport.self, from: data)
        } catch {
            throw EscapeError(.damaged, subject: name, reason: "is no escape report; write one with --json")
        }
    }
}

/// Any document of this module, in the form that all have.
func encoded(_ document: some Encodable) throws(EscapeError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
        return Array(try encoder.encode(document)) + [UInt8(ascii: "\n")]
    } catch {
        throw EscapeError(.unwritable, subject: "the report", reason: "cannot be written as JSON: \(error)")
    }
}
