internal import Profiles
internal import Quantities

/// What was used by the program's own labels.
struct LabelsSection {
    let context: TerminalContext

    var lines: [String] {
        let labels = context.report.labels
        guard !labels.isEmpty else { return [] }
        let top = Array(labels.prefix(context.top))
        var columns = ["allocated", "95 % range", "in use"]
        if context.report.cpu != nil { columns += ["CPU", "95 % range"] }
        var table = TextTable(columns.map { .init(title: $0, isNumber: true) })
        for entry in top {
            var cells = [
                Quantity.bytes(entry.use.allocated.bytes.count), Self.range(entry.use.allocated),
                Quantity.bytes(entry.use.inUse.bytes.count),
            ]
            if context.report.cpu != nil { cells += [CPUText.seconds(entry.cpu.count), CPUText.interval(entry.cpu)] }
            table.add(cells)
        }
        let count = Quantity.count(labels.count { !$0.labels.isEmpty }, "set")
        var lines = [context.style(.bold, "LABELS") + "  \(count) of the program's own"]
        lines.append("  " + context.style(.faint, table.header + "  labels"))
        for (entry, cells) in zip(top, table.lines) {
            let text = entry.labels.isEmpty ? "(none)" : ProfileLabelText.text(of: entry.labels)
            let room = max(16, context.width - 4 - table.width)
            lines.append("  " + cells + "  " + DisplayWidth.cutMiddle(DisplayWidth.printable(text), to: room))
        }
        if labels.count > top.count {
            lines.append("  " + context.style(.faint, "and \(Quantity.count(labels.count - top.count, "other set"))"))
        }
        return lines
    }

    private static func range(_ measure: Measure) -> String {
        guard let range = measure.bytes.interval95, range.lowerBound < range.upperBound else { return "" }
        return Quantity.range(Double(range.lowerBound)...Double(range.upperBound), unitOf: measure.bytes.count)
    }
}
