internal import Profiles
internal import Quantities

/// Draws a diff as text for a terminal, what grew first.
public struct TerminalDiff: Sendable {
    private let options: TerminalReport.Options

    public init(_ options: TerminalReport.Options = TerminalReport.Options()) {
        self.options = options
    }

    /// The diff as lines, each ended by a newline.
    public func text(_ diff: HeapDiff) -> String {
        let names = Names(usesFullNames: options.usesFullNames, currentDirectory: options.currentDirectory)
        let text = DiffText(diff: diff, names: names)
        let style = TerminalStyle(isColored: options.isColored)
        let width = max(60, options.width)
        var lines: [String] = []
        for finding in text.findings { lines += TextWrap.lines(finding, width: width) }
        lines += TextWrap.lines(text.totals, width: width)
        for (title, entries) in [("TYPES", diff.types), ("SITES", diff.sites)] where !entries.isEmpty {
            lines += ["", style(.bold, title)] + table(entries, text, style, width: width - 2).map { "  " + $0 }
        }
        let comparisons = diff.types.count + diff.sites.count
        lines += ["", style(.faint, "* beyond what chance makes of \(comparisons) comparisons")]
        return lines.map { $0 + "\n" }.joined()
    }

    private func table(_ entries: [DiffEntry], _ text: DiffText, _ style: TerminalStyle, width: Int) -> [String] {
        let shown = Self.shown(entries, top: options.top)
        var table = TextTable(
            ["", "change", "95 % interval", "before", "after"].map { .init(title: $0, isNumber: true) }
        )
        for entry in shown {
            table.add([
                entry.isBeyondChance ? "*" : "", DiffText.signed(entry.change), DiffText.interval(entry),
                Quantity.bytes(entry.before.bytes.count), Quantity.bytes(entry.after.bytes.count),
            ])
        }
        let room = max(12, width - table.width - 2)
        let rows = zip(shown, table.lines).map { entry, cells in
            let place = text.place(entry).map { "  " + ($0.split(separator: "/").last.map(String.init) ?? $0) } ?? ""
            let nameRoom = max(12, room - DisplayWidth.of(place))
            return cells + "  " + DisplayWidth.cutMiddle(text.name(entry), to: nameRoom) + style(.cyan, place)
        }
        let rest = entries.count - shown.count
        let others = rest > 0 ? [style(.faint, "and \(Quantity.count(rest, "other")), which changed less")] : []
        return [style(.faint, table.header + "  what")] + rows + others
    }

    /// The largest changes, in the diff's order.
    private static func shown(_ entries: [DiffEntry], top: Int) -> [DiffEntry] {
        let order = entries.indices.sorted {
            let rank = { (entry: DiffEntry) in (entry.isBeyondChance ? 0 : 1, -abs(entry.change)) }
            return rank(entries[$0]) < rank(entries[$1])
        }
        return order.prefix(top).sorted().map { entries[$0] }
    }
}
