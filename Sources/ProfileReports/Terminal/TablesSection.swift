internal import Quantities

/// The lines that use most: at the end, at the peak, and over the whole run.
struct TablesSection {
    let context: TerminalContext

    var lines: [String] {
        let end = context.report.facts.hasEnded ? "IN USE AT THE END" : "IN USE"
        let tables = [
            table(end, \.inUse),
            table("IN USE AT THE PEAK", \.atPeak),
            table("ALLOCATED", \.allocated),
        ]
        return Array(tables.filter { !$0.isEmpty }.joined(separator: [""]))
    }

    private func table(_ title: String, _ measure: KeyPath<SiteUse, Measure>) -> [String] {
        let whole = context.report.estimated[keyPath: measure]
        let rows = context.report.lines
            .filter { $0.use[keyPath: measure].bytes.count > 0 }
            .sorted { $0.use[keyPath: measure].bytes.count > $1.use[keyPath: measure].bytes.count }
        guard !rows.isEmpty else { return [] }
        let top = Array(rows.prefix(context.top))
        let table = MeasureTable(top.map { $0.use[keyPath: measure] }, whole: whole, width: context.width - 2)
        var lines = [heading(title, whole), "  " + context.style(.faint, table.header + "  where")]
        for (row, cells) in zip(top, table.lines) {
            lines.append("  " + cells + "  " + LinePlace(context: context).text(row.frame, room: table.room))
        }
        if rows.count > context.top {
            let rest = rows.dropFirst(context.top).reduce(into: Measure()) { $0 += $1.use[keyPath: measure] }
            let count = Quantity.count(rows.count - context.top, "other line")
            lines.append("  " + context.style(.faint, "and \(Quantity.bytes(rest.bytes.count)) by \(count)"))
        }
        return lines
    }

    private func heading(_ title: String, _ whole: Measure) -> String {
        let samples = Quantity.count(whole.samples, "sample")
        let facts =
            "\(Quantity.bytes(whole.bytes.count)) in \(Quantity.count(whole.objects.count, "object")), from \(samples)"
        let room = context.width - title.count - 2
        return context.style(.bold, title) + "  " + DisplayWidth.cutEnd(facts, to: room)
    }
}
