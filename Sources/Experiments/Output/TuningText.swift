internal import Foundation
internal import ProfileReports
internal import Quantities

/// The report as text for a terminal: a table, the verdict, and what to set.
package struct TuningText: Sendable {
    private let style: TerminalStyle

    package init(isColored: Bool) {
        style = TerminalStyle(isColored: isColored)
    }

    package func text(_ report: TuningReport) -> String {
        var table = TextTable(
            ["configuration", "peak RSS", "settled RSS", "throughput", "p99", "CPU", "verdict"].enumerated().map {
                TextTable.Column(title: $0.element, isNumber: (1...5).contains($0.offset))
            }
        )
        for result in report.results {
            table.add([
                DisplayWidth.printable(result.candidate.name), Self.bytes(.peakResident, result),
                Self.bytes(.settledResident, result), Self.ratio(.throughput, result), Self.ratio(.latency99, result),
                Self.ratio(.cpu, result), VerdictText.text(result),
            ])
        }
        var lines = [style(.bold, table.header)] + table.lines + [""]
        lines += VerdictText.summary(report)
        if let recommended = report.recommended {
            lines.append("")
            lines += Fragments(recommended.candidate).shell.split(separator: "\n").map { style(.cyan, "-> \($0)") }
        }
        return lines.map { $0.replacing(/\ +$/, with: "") }.joined(separator: "\n") + "\n"
    }

    static func bytes(_ measure: Measure, _ result: CandidateResult) -> String {
        result.medians[measure].map { Quantity.bytes($0) } ?? "-"
    }

    static func ratio(_ measure: Measure, _ result: CandidateResult) -> String {
        if result.verdict == .today { return result.medians[measure] == nil ? "-" : "1.00x" }
        return result.ratios[measure].map { "\(fixed($0.estimate))x" } ?? "-"
    }

    /// With two digits after the point.
    static func fixed(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return "?" }
        let hundredths = Int((value * 100).rounded())
        let rest = abs(hundredths % 100)
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
