internal import Profiles
internal import Quantities

/// Who refers to one leak, as a table: under each referrer what refers to that.
struct ReferrerLines {
    let context: TerminalContext
    let width: Int

    func lines(_ report: ReferrerReport?) -> [String] {
        guard let report else { return wrapped("Who refers to it: none of its blocks is in use any more.") }
        let text = ReferrerText(names: context.names)
        guard !report.referrers.isEmpty else {
            return wrapped("Who refers to it. \(text.coverage(report)) \(ReferrerText.absence)")
        }
        var table = TextTable([
            .init(title: "references", isNumber: true), .init(title: "from", isNumber: true),
            .init(title: "to", isNumber: true),
        ])
        let rows = ReferrerText.rows(report.referrers)
        for (_, referrer) in rows {
            table.add([referrer.references, referrer.blocks, referrer.targets].map { Quantity.count($0) })
        }
        var lines = wrapped("Who refers to it. \(text.coverage(report))")
        lines.append(context.style(.faint, table.header + "  by"))
        for ((depth, referrer), cells) in zip(rows, table.lines) {
            let name = String(repeating: "  ", count: depth) + (depth > 0 ? "← " : "") + text.name(referrer.name)
            let place = name + (referrer.isCycle ? " (a cycle)" : "")
            lines.append(cells + "  " + DisplayWidth.cutEnd(place, to: max(8, width - DisplayWidth.of(cells) - 2)))
        }
        if report.others > 0 { lines.append(context.style(.faint, "and \(Quantity.count(report.others, "other"))")) }
        return lines
    }

    private func wrapped(_ text: String) -> [String] { TextWrap.lines(text, width: width) }
}
