/// Writes findings in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS), for code scanning.
///
/// Only what takes memory from the heap, or may, is in it: a rule for each kind, a result for each finding.
public struct EscapeSARIF: Sendable {
    private struct Log: Encodable {
        var schema = "https://json.schemastore.org/sarif-2.1.0.json"
        var version = "2.1.0"
        var runs: [Run]

        private enum CodingKeys: String, CodingKey {
            case schema = "$schema"
            case version, runs
        }
    }

    private struct Run: Encodable {
        var tool: Tool
        var columnKind = "unicodeCodePoints"
        var originalUriBaseIds: [String: ArtifactLocation]
        var results: [Result]
    }

    private struct Tool: Encodable {
        var driver: Driver
    }

    private struct Driver: Encodable {
        var name = "trimtab escape"
        var semanticVersion: String
        var rules: [Rule]
    }

    private struct Rule: Encodable {
        var id: String
        var name: String
        var shortDescription: Text
        var help: Text
    }

    private struct Text: Encodable {
        var text: String
    }

    private struct Result: Encodable {
        var ruleId: String
        var ruleIndex: Int
        var level: String
        var message: Text
        var locations: [Location]
        var partialFingerprints: [String: String]
    }

    private struct Location: Encodable {
        var physicalLocation: PhysicalLocation?
        var logicalLocations: [LogicalLocation]
    }

    private struct LogicalLocation: Encodable {
        var name: String
        var fullyQualifiedName: String
        var kind = "function"
    }

    private struct PhysicalLocation: Encodable {
        var artifactLocation: ArtifactLocation
        var region: Region
    }

    private struct ArtifactLocation: Encodable {
        var uri: String
        var uriBaseId: String?
    }

    private struct Region: Encodable {
        var startLine: Int
        var startColumn: Int?
    }

    private let version: String

    /// - Parameter version: The tool's own.
    public init(version: String) {
        self.version = version
    }

    /// The document in UTF-8, ended by a newline.
    public func bytes(_ report: EscapeReport) throws(EscapeError) -> [UInt8] {
        let kinds = AllocationKind.allCases
        let rules = kinds.map { kind in
            Rule(
                id: kind.rawValue,
                name: kind.documentationPage,
                shortDescription: Text(text: "Heap allocation: \(kind.title)."),
                help: Text(text: kind.hint)
            )
        }
        let results = report.findings.compactMap { finding -> Result? in
            guard let level = Self.levels[finding.state], let rule = kinds.firstIndex(of: finding.kind) else {
                return nil
            }
            return Result(
                ruleId: finding.kind.rawValue,
                ruleIndex: rule,
                level: level,
                message: Text(text: "\(finding.function): \(finding.reason)."),
                locations: [Self.location(finding)],
                partialFingerprints: [
                    "escape/v1": [finding.module, finding.function, finding.kind.rawValue, finding.type ?? ""]
                        .joined(separator: "|")
                ]
            )
        }
        let root = ArtifactLocation(uri: "file://\(Self.escaped(report.package))/")
        let driver = Driver(semanticVersion: version, rules: rules)
        return try encoded(
            Log(runs: [Run(tool: Tool(driver: driver), originalUriBaseIds: ["SRCROOT": root], results: results)])
        )
    }

    private static let levels: [AllocationState: String] = [.heap: "warning", .may: "note", .unattributed: "note"]

    private static func location(_ finding: EscapeFinding) -> Location {
        let name = LogicalLocation(name: finding.function, fullyQualifiedName: "\(finding.module).\(finding.function)")
        guard let position = finding.position else { return Location(logicalLocations: [name]) }
        let isOwn = !position.file.hasPrefix("/")
        let place = PhysicalLocation(
            artifactLocation: ArtifactLocation(uri: escaped(position.file), uriBaseId: isOwn ? "SRCROOT" : nil),
            region: Region(startLine: position.line, startColumn: position.column > 0 ? position.column : nil)
        )
        return Location(physicalLocation: place, logicalLocations: [name])
    }

    /// A path as a URI has it (RFC 3986): all but unreserved characters and slashes as %XX.
    private static func escaped(_ path: String) -> String {
        path.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            let isPlain = byte < 0x80 && (character.isLetter || character.isNumber || "-._~/".contains(character))
            return isPlain ? String(character) : (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
