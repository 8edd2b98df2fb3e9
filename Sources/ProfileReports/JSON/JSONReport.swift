internal import Foundation

/// Writes a heap report as JSON; docs/json-report.md documents every key.
public struct JSONReport: Sendable {
    /// Why a report could not be written: some text or number has no form in JSON.
    public struct EncodingFailure: Error, Hashable, Sendable, CustomStringConvertible {
        public var description: String
    }

    public init() {}

    /// The report in UTF-8, with sorted keys and the sites last, ended by a newline.
    public func bytes(_ report: HeapReport) throws(EncodingFailure) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            var bytes = Array(try encoder.encode(JSONDocument(report)))
            bytes.removeLast("\n}".utf8.count)
            bytes += Array(",\n  \"sites\" : ".utf8)
            bytes += try JSONSites(report.sites).bytes()
            bytes += Array("\n}\n".utf8)
            return bytes
        } catch {
            throw EncodingFailure(description: "cannot write the report as JSON: \(error)")
        }
    }
}
