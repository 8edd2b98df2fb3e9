internal import ProfileReports

/// A check-up as text for a terminal: findings first, each with why it matters and what to do.
package struct CheckupText: Sendable {
    private let style: TerminalStyle

    package init(isColored: Bool) {
        style = TerminalStyle(isColored: isColored)
    }

    package func text(_ report: CheckupReport) -> String {
        var lines = [style(.bold, report.subject), ""]
        for check in report.findings {
            lines.append("\(style(.yellow, "finding"))  \(style(.bold, check.topic.title)): \(shown(check.what))")
            if let why = check.why { lines.append("         why: \(why)") }
            if let fix = check.fix { lines.append("         fix: \(style(.cyan, fix))") }
            lines.append("         \(style(.faint, check.link))")
            lines.append("")
        }
        var table = TextTable([
            TextTable.Column(title: "", isNumber: false), TextTable.Column(title: "check", isNumber: false),
            TextTable.Column(title: "what is the case", isNumber: false),
        ])
        let others = report.checks.filter { $0.status != .finding }
        for check in others {
            table.add([Self.mark(check.status), check.topic.title, shown(check.what)])
        }
        if !others.isEmpty { lines += [style(.faint, table.header)] + table.lines + [""] }
        let count = report.findings.count
        lines.append(
            count == 0
                ? "Sound: nothing was found that will bite." : style(.bold, "\(count) finding\(count == 1 ? "" : "s").")
        )
        return lines.map { $0.replacing(/\ +$/, with: "") }.joined(separator: "\n") + "\n"
    }

    /// What comes from environments and file names must not steer the terminal.
    private func shown(_ text: String) -> String { DisplayWidth.printable(text) }

    private static func mark(_ status: CheckStatus) -> String {
        switch status {
        case .sound: "ok"
        case .note: "note"
        case .finding: "finding"
        case .unknown: "unknown"
        }
    }
}
