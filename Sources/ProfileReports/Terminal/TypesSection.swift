internal import Quantities

/// The Swift types whose objects use most: at the end; where nothing is left, at the peak.
struct TypesSection {
    let context: TerminalContext

    var lines: [String] {
        let end = context.report.facts.hasEnded ? "TYPES IN USE AT THE END" : "TYPES IN USE"
        let views: [(title: String, measure: KeyPath<SiteUse, Measure>)] = [
            (end, \.inUse), ("TYPES IN USE AT THE PEAK", \.atPeak), ("TYPES ALLOCATED", \.allocated),
        ]
        let view = views.first { view in
            context.report.types.contains { $0.use[keyPath: view.measure].bytes.count > 0 }
        }
        guard let (title, measure) = view else { return [] }
        let rows = context.report.types
            .filter { $0.use[keyPath: measure].bytes.count > 0 }
            .sorted { $0.use[keyPath: measure].bytes.count > $1.use[keyPath: measure].bytes.count }
        let top = Array(rows.prefix(context.top))
        let whole = context.report.estimated[keyPath: measure]
        let table = MeasureTable(top.map { $0.use[keyPath: measure] }, whole: whole, width: context.width - 2)
        var lines = [heading(title, rows.map { $0.use[keyPath: measure] }, whole: whole)]
        let life = LifetimeColumns(top.map(\.lifetimes), room: table.room)
        lines.append("  " + context.style(.faint, table.header + life.header + "  type"))
        for (row, cells) in zip(top, zip(table.lines, life.lines)) {
            let name = DisplayWidth.cutMiddle(context.names.type(row.name), to: table.room - life.width)
            lines.append("  " + cells.0 + cells.1 + "  " + name)
        }
        if rows.count > context.top {
            let rest = rows.dropFirst(context.top).reduce(into: Measure()) { $0 += $1.use[keyPath: measure] }
            let count = Quantity.count(rows.count - context.top, "other type")
            lines.append("  " + context.style(.faint, "and \(Quantity.bytes(rest.bytes.count)) of \(count)"))
        }
        return lines
    }

    private func heading(_ title: String, _ uses: [Measure], whole: Measure) -> String {
        let sum = uses.reduce(into: Measure()) { $0 += $1 }
        let share = Quantity.share(sum.bytes.count, of: whole.bytes.count) ?? "?"
        let facts = "\(Quantity.bytes(sum.bytes.count)), \(share) of all; the rest is raw memory or was not seen"
        return context.style(.bold, title) + "  " + DisplayWidth.cutEnd(facts, to: context.width - title.count - 2)
    }
}
