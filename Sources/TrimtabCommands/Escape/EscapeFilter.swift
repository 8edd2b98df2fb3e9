public import ArgumentParser
public import EscapeAnalysis

extension AllocationState: ExpressibleByArgument {}
extension AllocationKind: ExpressibleByArgument {}

/// Which findings are shown.
struct EscapeFilter: ParsableArguments {
    @Option(help: ArgumentHelp("Show only functions with this in their name; may be repeated.", valueName: "text"))
    var function: [String] = []

    @Option(help: ArgumentHelp("Show only files with this in their path; may be repeated.", valueName: "text"))
    var file: [String] = []

    @Option(help: ArgumentHelp("Show only findings of this state; may be repeated.", valueName: "state"))
    var state: [AllocationState] = []

    @Option(help: ArgumentHelp("Show only findings of this kind; may be repeated.", valueName: "kind"))
    var kind: [AllocationKind] = []

    func applied(to report: EscapeReport) -> EscapeReport {
        var report = report
        report.findings = report.findings.filter(shows)
        report.folded = report.folded.filter(shows)
        report.freeFunctions = report.freeFunctions.filter { free in
            Self.matches(free.function, function) && Self.matches(free.position.file, file)
        }
        return report
    }

    private func shows(_ finding: EscapeFinding) -> Bool {
        let path = finding.position?.file ?? ""
        return Self.matches(finding.function, function) && Self.matches(path, file)
            && (state.isEmpty || state.contains(finding.state)) && (kind.isEmpty || kind.contains(finding.kind))
    }

    private static func matches(_ text: String, _ parts: [String]) -> Bool {
        parts.isEmpty || parts.contains { text.firstRange(of: $0) != nil }
    }
}
