internal import ProfileReports

/// The report as text for a terminal.
package struct ProfileGuidedText: Sendable {
    private let style: TerminalStyle

    package init(isColored: Bool) {
        style = TerminalStyle(isColored: isColored)
    }

    package func text(_ report: ProfileGuidedReport) -> String {
        let count = report.runs.count
        var lines = ["\(report.product) with its profile, against without (\(count) rounds, 99 % intervals):"]
        lines.append("  CPU time   \(ratio(report.cpu))")
        lines.append("  wall time  \(ratio(report.wall))")
        let verdict =
            switch report.verdict {
            case .worthIt: "Worth it."
            case .notWorthIt: "Not worth it: no difference that can be told from chance and would matter."
            case .worse: "Worse: build without the profile."
            }
        lines += [style(.bold, verdict), "", "program: \(report.program)", "profile: \(report.profile)"]
        if report.verdict == .worthIt {
            let command = "swift build -c release --product \(report.product) -Xswiftc -profile-use=\(report.profile)"
            lines.append(style(.cyan, "-> \(command)"))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func ratio(_ interval: Interval?) -> String {
        guard let interval else { return "unknown: too few rounds" }
        let range = "\(TuningText.fixed(interval.low))–\(TuningText.fixed(interval.high))"
        return "\(TuningText.fixed(interval.estimate))x (\(range))"
    }
}
