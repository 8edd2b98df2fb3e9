public import Foundation

/// Findings that are accepted, by what they are and not by line, so that moved code is nothing new.
public struct EscapeBaseline: Sendable, Codable, Hashable {
    /// What makes findings the same.
    public struct Entry: Sendable, Codable, Hashable, Comparable {
        public var module: String
        /// The function's name without modules.
        public var function: String
        public var kind: AllocationKind
        /// The type that is allocated, or the called function.
        public var type: String
        /// How many findings are so.
        public var count: Int

        /// By module, function, kind and type.
        public static func < (lhs: Entry, rhs: Entry) -> Bool {
            (lhs.module, lhs.function, lhs.kind.rawValue, lhs.type)
                < (rhs.module, rhs.function, rhs.kind.rawValue, rhs.type)
        }
    }

    private struct Key: Hashable {
        var module: String
        var function: String
        var kind: AllocationKind
        var type: String

        init(_ finding: EscapeFinding) {
            module = finding.module
            function = finding.function
            kind = finding.kind
            type = finding.type ?? finding.subject ?? ""
        }

        init(_ entry: Entry) {
            module = entry.module
            function = entry.function
            kind = entry.kind
            type = entry.type
        }
    }

    /// The document's form.
    public var version: Int
    /// The toolchain that compiled the code; another one allocates differently.
    public var toolchain: String
    public var isOptimized: Bool
    public var entries: [Entry]

    /// The baseline that accepts all that the report has now.
    public init(_ report: EscapeReport) {
        version = 1
        toolchain = report.toolchain
        isOptimized = report.isOptimized
        let counts = Dictionary(report.findings.filter(Self.matters).map { (Key($0), 1) }, uniquingKeysWith: +)
        entries = counts.map { key, count in
            Entry(module: key.module, function: key.function, kind: key.kind, type: key.type, count: count)
        }.sorted()
    }

    /// Reads a baseline from a file's contents.
    /// - Parameter name: The file, for the error's text.
    public init(_ data: Data, name: String) throws(EscapeError) {
        do {
            self = try JSONDecoder().decode(Self.self, from: data)
        } catch {
            throw EscapeError(.damaged, subject: name, reason: "is no baseline; write one with --write-baseline")
        }
    }

    /// The baseline in UTF-8, ended by a newline.
    public func bytes() throws(EscapeError) -> [UInt8] { try encoded(self) }

    /// Findings beyond what is accepted: of those that are the same, the last ones.
    /// - Parameter acceptsOtherToolchain: Whether to compare in spite of another toolchain or optimization.
    public func new(in report: EscapeReport, acceptsOtherToolchain: Bool) throws(EscapeError) -> [EscapeFinding] {
        guard acceptsOtherToolchain || toolchain == report.toolchain && isOptimized == report.isOptimized else {
            throw EscapeError(
                .wrongToolchain,
                subject: "the baseline",
                reason: """
                    it was made with \(toolchain)\(isOptimized ? "" : ", debug"), this is \(report.toolchain)\
                    \(report.isOptimized ? "" : ", debug"); write a new one, or compare all the same with \
                    --any-toolchain
                    """
            )
        }
        var rest = Dictionary(entries.map { (Key($0), $0.count) }, uniquingKeysWith: { max($0, $1) })
        return report.findings.filter { finding in
            guard Self.matters(finding) else { return false }
            let key = Key(finding)
            guard let count = rest[key], count > 0 else { return true }
            rest[key] = count - 1
            return false
        }
    }

    private static func matters(_ finding: EscapeFinding) -> Bool {
        finding.state != .stack && finding.state != .static
    }
}
