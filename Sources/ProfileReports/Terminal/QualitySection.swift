internal import Profiles

/// How far the numbers can be trusted.
struct QualitySection {
    let context: TerminalContext

    var lines: [String] {
        var lines = [context.style(.bold, "HOW SURE")]
        lines += QualityText(report: context.report).sentences.flatMap { sentence in
            TextWrap.lines(sentence, width: context.width - 2).map { "  " + $0 }
        }
        if let recording = context.report.facts.recording {
            let path = context.names.relative(DisplayWidth.printable(recording))
            lines.append("  Recording: \(DisplayWidth.cutStart(path, to: context.width - 13))")
        }
        return lines
    }
}
