internal import Profiles
internal import Quantities

/// What a person should read first.
struct FindingsSection {
    let context: TerminalContext

    var lines: [String] {
        let title = context.style(.bold, "FINDINGS")
        let text = FindingText(report: context.report, names: context.names)
        var lines = [title]
        for (number, finding) in context.report.findings.enumerated() {
            let wrapped = TextWrap.lines(text.sentence(finding), width: context.width - 5)
            for (index, line) in wrapped.enumerated() {
                let label = index == 0 ? "  \(number + 1). " : "     "
                lines.append(label + line)
            }
            if let place = text.place(finding) {
                lines.append("     " + context.style(.cyan, DisplayWidth.cutStart(place, to: context.width - 5)))
            }
        }
        if context.report.findings.isEmpty {
            lines += TextWrap.lines(nothing, width: context.width - 2).map { "  " + $0 }
        } else if isSparse {
            lines += TextWrap.lines(advice, width: context.width - 2).map { "  " + $0 }
        }
        return lines
    }

    /// With fewer samples, intervals are so wide that only the largest sites can be told apart.
    private var isSparse: Bool {
        context.report.samplingInterval > 1 && context.report.sampling.taken < 50
    }

    private var nothing: String {
        isSparse ? advice : "Nothing stands out."
    }

    private var advice: String {
        let taken = context.report.sampling.taken
        let allocated = context.report.totals.allocatedBytes
        if taken == 0, allocated < context.report.samplingInterval {
            return "There are no samples: the program allocated only \(Quantity.bytes(allocated)) on the heap."
                + " Run again with --interval 1 to trace every allocation."
        }
        let few =
            taken == 0
            ? "There are no samples" : "With only \(Quantity.count(taken, "sample")), sites can hardly be told apart"
        let smaller = context.report.samplingInterval / 32
        let suggestion = smaller >= 1024 ? "--interval \(smaller / 1024)KiB, or " : ""
        return "\(few): run again with \(suggestion)--interval 1 to trace every allocation."
    }
}
