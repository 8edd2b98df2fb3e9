internal import Profiles
internal import Quantities

/// What grows and is not given back.
struct LeaksSection {
    let context: TerminalContext
    let leaks: LeakReport

    var lines: [String] {
        let text = LeakText(names: context.names)
        var lines = [context.style(.bold, "LEAKS")]
        for (number, finding) in leaks.findings.prefix(context.top).enumerated() {
            let wrapped = TextWrap.lines(text.sentences(finding), width: context.width - 6)
            for (index, line) in wrapped.enumerated() {
                let label = index == 0 ? "\(number + 1). " : ""
                lines.append("  " + String(repeating: " ", count: max(0, 4 - label.count)) + label + line)
            }
            if let place = text.place(finding.subject) {
                lines.append("      " + context.style(.cyan, DisplayWidth.cutStart(place, to: context.width - 6)))
            }
            if let referrers = leaks.referrers {
                let drawing = ReferrerLines(context: context, width: context.width - 6)
                lines += drawing.lines(referrers[finding.subject]).map { "      " + $0 }
            }
        }
        if leaks.findings.count > context.top {
            let count = Quantity.count(leaks.findings.count - context.top, "other leak")
            lines.append("  " + context.style(.faint, "and \(count); see them with --top \(leaks.findings.count)"))
        }
        return lines + notes.flatMap { TextWrap.lines($0, width: context.width - 2) }.map { "  " + $0 }
    }

    private var notes: [String] {
        guard let slowest = leaks.slowestSeen else {
            return ["The run was too short to tell: \(Quantity.seconds(leaks.seconds))."]
        }
        let source = leaks.recordings > 1 ? "\(leaks.recordings) recordings" : "one recording"
        let seen =
            "Told from \(Quantity.seconds(leaks.seconds)) in \(source): what leaks less than"
            + " \(LeakText.rate(slowest)) is not seen yet."
        return leaks.findings.isEmpty
            ? ["Nothing is found that grows and is not given back. " + seen]
            : [seen + " What fills a cache for all that time looks the same."]
    }
}
