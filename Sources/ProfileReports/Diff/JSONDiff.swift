internal import Foundation
internal import Profiles

/// Writes a diff as JSON; docs/json-report.md documents every key.
public struct JSONDiff: Sendable {
    public init() {}

    /// The diff in UTF-8, with sorted keys, ended by a newline.
    public func bytes(_ diff: HeapDiff) throws(JSONReport.EncodingFailure) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(Document(diff))) + Array("\n".utf8)
        } catch {
            throw JSONReport.EncodingFailure(description: "cannot write the diff as JSON: \(error)")
        }
    }

    private struct Document: Encodable {
        let before: Side
        let after: Side
        let findings: [String]
        let types: [Entry]
        let sites: [Entry]

        init(_ diff: HeapDiff) {
            before = Side(diff.before)
            after = Side(diff.after)
            findings = DiffText(diff: diff, names: Names()).findings
            types = diff.types.map(Entry.init)
            sites = diff.sites.map(Entry.init)
        }
    }

    private struct Side: Encodable {
        let recording: Nullable<String>
        let program: JSONProgram
        let seconds: Nullable<Double>
        let liveBytes: Int
        let liveObjects: Int
        let allocatedBytes: Int

        init(_ report: HeapReport) {
            recording = Nullable(report.facts.recording)
            program = JSONProgram(report.program)
            seconds = Nullable(report.seconds)
            liveBytes = report.totals.liveBytes
            liveObjects = report.totals.liveObjects
            allocatedBytes = report.totals.allocatedBytes
        }
    }

    private struct Entry: Encodable {
        let type: Nullable<String>
        let function: Nullable<String>
        let file: Nullable<String>
        let line: Nullable<Int>
        let beforeBytes: Int
        let afterBytes: Int
        let beforeObjects: Int
        let afterObjects: Int
        let changeBytes: Int
        let changeInterval: [Double]
        let beyondChance: Bool

        init(_ entry: DiffEntry) {
            type = Nullable(entry.name.type)
            function = Nullable(entry.name.frame?.function)
            file = Nullable(entry.name.frame?.file)
            line = Nullable(entry.name.frame?.line)
            beforeBytes = entry.before.bytes.count
            afterBytes = entry.after.bytes.count
            beforeObjects = entry.before.objects.count
            afterObjects = entry.after.objects.count
            changeBytes = entry.change
            changeInterval = [entry.interval95.lowerBound.rounded(), entry.interval95.upperBound.rounded()]
            beyondChance = entry.isBeyondChance
        }
    }
}
