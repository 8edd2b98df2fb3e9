/// Draws findings as lines for people: `file:line:column: state: reason (bytes) [kind]`.
public struct EscapeText: Sendable {
    /// Whether findings on unusual paths have lines of their own, instead of being counted at the end.
    public var showsColdPaths: Bool
    /// Whether the functions that were inlined on the way are listed.
    public var showsChains: Bool

    public init(showsColdPaths: Bool = false, showsChains: Bool = false) {
        self.showsColdPaths = showsColdPaths
        self.showsChains = showsChains
    }

    /// One line, or several if chains are shown, without a newline at the end.
    public func line(_ finding: EscapeFinding) -> String {
        var text = "\(Self.place(finding)): \(finding.state.rawValue): \(finding.reason)"
        if let bytes = finding.bytes { text += " (\(bytes) B)" }
        if let measured = finding.measured { text += " {\(Self.text(measured))}" }
        text += " [\(Self.tag(finding))]"
        if let path = finding.coldPath { text += " (cold: \(path.rawValue))" }
        if !finding.isLineKnown { text += " in \(finding.function)" }
        if !finding.furtherPositions.isEmpty {
            text += ", also at line \(finding.furtherPositions.map { String($0.line) }.joined(separator: ", "))"
        }
        if !finding.alternatives.isEmpty {
            text += ", or at line \(finding.alternatives.map { String($0.line) }.joined(separator: ", "))"
        }
        if !finding.callers.isEmpty {
            text += ", called at \(finding.callers.map { "\($0.file):\($0.line)" }.joined(separator: ", "))"
        }
        guard showsChains, finding.chain.count > 1 else { return text }
        for call in finding.chain {
            text += "\n    \(call.function)" + (call.position.map { " at \($0.file):\($0.line):\($0.column)" } ?? "")
        }
        return text
    }

    /// All findings, and what was left out or could not be read.
    public func text(_ report: EscapeReport) -> String {
        let shown = report.findings.filter { showsColdPaths || $0.coldPath == nil }
        var lines = shown.map(line)
        if showsColdPaths { lines += report.folded.map(line) }
        lines += hints(shown)
        lines += summary(report)
        return lines.map { "\($0)\n" }.joined()
    }

    /// One line for each kind that takes memory from the heap.
    private func hints(_ findings: [EscapeFinding]) -> [String] {
        let kinds = Set(findings.filter { $0.state == .heap || $0.state == .may }.map(\.kind))
        guard !kinds.isEmpty else { return [] }
        return [""]
            + AllocationKind.allCases.filter(kinds.contains).map { kind in
                "[\(kind.rawValue)] \(kind.hint) See \(kind.documentationPage)."
            }
    }

    private func summary(_ report: EscapeReport) -> [String] {
        let counts = AllocationState.allCases.map { state in
            "\(report.findings.count { $0.state == state }) \(state.rawValue)"
        }
        var lines = [
            "", counts.joined(separator: ", ") + "; \(report.freeFunctions.count) functions allocate nothing.",
        ]
        let cold = report.findings.count { $0.coldPath != nil }
        if !showsColdPaths, cold + report.folded.count > 0 {
            lines.append(
                "Folded: \(cold) on paths that throw, stop or run once, and \(report.folded.count) that may there, for "
                    + "metadata of types, accessors of types that callers choose and in code of the compiler's own; "
                    + "--cold shows them."
            )
        }
        let coverage = report.coverage
        if coverage.unknownSILLines + coverage.mismatches > 0 {
            lines.append(
                "Not understood: \(coverage.unknownSILLines) lines of SIL, \(coverage.mismatches) operations."
            )
        }
        return lines + coverage.warnings.map { "Warning: \($0)." }
    }

    private static func place(_ finding: EscapeFinding) -> String {
        guard let position = finding.position else { return finding.module }
        return position.column > 0
            ? "\(position.file):\(position.line):\(position.column)" : "\(position.file):\(position.line)"
    }

    private static func tag(_ finding: EscapeFinding) -> String {
        switch finding.state {
        case .stack: finding.kind == .existentialBox ? "inline" : "promoted"
        default: finding.kind.rawValue
        }
    }

    private static func text(_ use: MeasuredUse) -> String {
        "\(Int(clamping: use.allocatedBytes)) B in \(Int(clamping: use.allocations)) allocations"
    }
}

extension Int {
    /// The nearest integer; 0 for what is no number.
    fileprivate init(clamping value: Double) {
        self = value.isNaN ? 0 : Int(exactly: value.rounded()) ?? (value < 0 ? .min : .max)
    }
}
