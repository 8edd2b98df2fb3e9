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
            lines.append("  " + cells + "  " + place(row, room: table.room))
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

    /// The function and, where both fit, its place in the source.
    private func place(_ line: AllocationLine, room: Int) -> String {
        guard let frame = line.frame else { return "unknown stack" }
        let name = context.names.function(frame)
        guard let place = context.names.place(frame) else { return DisplayWidth.cutMiddle(name, to: max(12, room)) }
        let base = place.split(separator: "/").last.map(String.init) ?? place
        let width = DisplayWidth.of(name) + 2
        for file in [place, base] where width + DisplayWidth.of(file) <= room {
            return name + "  " + context.style(.cyan, file)
        }
        // The end of a file's name tells more than its beginning, and a function's middle least.
        let file = DisplayWidth.cutStart(base, to: max(room / 2, room - width))
        let rest = room - DisplayWidth.of(file) - 2
        return DisplayWidth.cutMiddle(name, to: rest) + "  " + context.style(.cyan, file)
    }
}
