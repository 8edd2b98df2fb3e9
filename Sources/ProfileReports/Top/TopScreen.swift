internal import Quantities

/// Draws what `trimtab top` shows: one string for each line of the terminal.
package struct TopScreen {
    private let style: TerminalStyle
    private let width: Int
    private let height: Int

    /// - Parameters:
    ///   - isColored: Whether to mark text with escape sequences; none are written otherwise.
    ///   - width: Columns; at least 20 are used.
    ///   - height: Lines; at least 4 are used.
    package init(isColored: Bool, width: Int, height: Int) {
        style = TerminalStyle(isColored: isColored)
        self.width = max(20, width)
        self.height = max(4, height)
    }

    /// How many rows there is room for.
    package var pageSize: Int { max(1, height - Self.linesAround) }

    /// Two of numbers, one of views, one of titles, and two at the bottom, with one of the program's name.
    private static let linesAround = 7

    /// As many lines as the terminal has, none wider than it is.
    package func lines(_ state: TopState) -> [String] {
        var lines = [title(state)] + numbers(state) + [views(state)]
        lines += state.showsHelp ? help(state) : list(state)
        lines = Array(lines.prefix(height - 2))
        lines += Array(repeating: "", count: max(0, height - 2 - lines.count))
        return lines + bottom(state)
    }

    // MARK: Above

    private func title(_ state: TopState) -> String {
        guard let snapshot = state.snapshot else {
            return style(.bold, fit(state.trouble ?? "Waiting for the first look"))
        }
        var facts = ["pid \(snapshot.processID)"]
        if let uptime = snapshot.uptime { facts.append("up \(Quantity.seconds(uptime))") }
        var marks = ["every \(Quantity.seconds(state.interval))"]
        if state.isPaused { marks.insert("PAUSED", at: 0) }
        let right = marks.joined(separator: "  ")
        let room = width - DisplayWidth.of(right) - 2
        let left = DisplayWidth.cutEnd("\(snapshot.program)  \(facts.joined(separator: ", "))", to: max(1, room))
        let gap = String(repeating: " ", count: max(1, width - DisplayWidth.of(left) - DisplayWidth.of(right)))
        return style(.bold, left) + gap + style(state.isPaused ? .yellow : .faint, right)
    }

    private func numbers(_ state: TopState) -> [String] {
        guard let snapshot = state.snapshot else { return ["", ""] }
        let resident = snapshot.residentBytes.map(Quantity.bytes) ?? "?"
        let limit = snapshot.memoryLimit.map { " of \(Quantity.bytes($0))" } ?? ""
        let live = snapshot.liveBytes.map(Quantity.bytes) ?? "?"
        let half = width / 2 - 1
        let first =
            padded(gauge("Resident", resident + limit, state.resident, .cyan, room: half), to: half) + "  "
            + gauge("Live", live, state.live, .yellow, room: width - half - 2).text
        var rates: [String] = []
        if let rate = state.live.rate { rates.append("\(Quantity.bytes(rate))/s allocated") }
        if let rate = state.allocationRate { rates.append("\(Quantity.count(Int(min(rate, 1e15)))) allocations/s") }
        if let growth = state.live.growth { rates.append("live heap \(signed(growth))/s") }
        let text =
            state.trouble ?? state.note.map { "\($0)   \(rates.joined(separator: ", "))" }
            ?? rates.joined(separator: ", ")
        return [first, state.trouble == nil ? style(.faint, fit(text)) : style(.red, fit(text))]
    }

    /// A value with its course; the width does not count escapes.
    private func gauge(
        _ name: String,
        _ value: String,
        _ series: TopSeries,
        _ look: TerminalStyle.Look,
        room: Int
    ) -> (text: String, width: Int) {
        let label = DisplayWidth.cutEnd("\(name) \(value) ", to: room)
        let width = room - DisplayWidth.of(label)
        let line = width >= 4 ? spark(series, width: min(width, 30)) : ""
        return (label + style(look, line), DisplayWidth.of(label) + DisplayWidth.of(line))
    }

    private func padded(_ text: (text: String, width: Int), to width: Int) -> String {
        text.text + String(repeating: " ", count: max(0, width - text.width))
    }

    private func views(_ state: TopState) -> String {
        let names = TopView.allCases.map { view in
            let name = "\(view.key) \(view.rawValue)"
            // Without colours brackets mark it.
            guard view == state.view else { return " \(name) " }
            return style.isColored ? style(.inverse, " \(name) ") : "[\(name)]"
        }
        let plain = TopView.allCases.reduce(0) { $0 + $1.rawValue.count + 4 }
        // Narrow terminals have room for the one in view and the keys of the others.
        if plain <= width { return names.joined() }
        return fit("[\(state.view.key) \(state.view.rawValue)]  1-6 others")
    }

    // MARK: The list

    private func list(_ state: TopState) -> [String] {
        let rows = state.rows
        let total = state.snapshot?.rows[state.view]?.count ?? 0
        guard !rows.isEmpty else {
            let reason = total > 0 ? "Nothing contains '\(state.filter)'." : state.snapshot?.missing[state.view]
            return [""] + TextWrap.lines(reason ?? "Nothing to show yet.", width: width - 4).map { "  " + $0 }
        }
        let first = max(0, min(state.selected - pageSize / 2, rows.count - pageSize))
        let page = Array(rows[first..<min(rows.count, first + pageSize)])
        let columns = TopColumns(rows: page, width: width)
        var lines = [style(.faint, fit(columns.header(sort: state.sort, isReversed: state.isReversed)))]
        for (number, line) in columns.lines.enumerated() {
            let isSelected = first + number == state.selected
            lines.append(draw(line, isSelected: isSelected))
        }
        return lines
    }

    private func draw(_ line: TopColumns.Line, isSelected: Bool) -> String {
        let mark = isSelected ? ">" : " "
        guard style.isColored else { return fit(mark + line.before + line.spark + line.after) }
        if isSelected { return style(.inverse, padded(fit(mark + line.before + line.spark + line.after))) }
        return mark + line.before + style(.yellow, line.spark) + line.after
    }

    private func padded(_ text: String) -> String {
        text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
    }

    // MARK: Below

    private func bottom(_ state: TopState) -> [String] {
        let rows = state.rows
        let row = rows.indices.contains(state.selected) ? rows[state.selected].row : nil
        let detail = state.showsHelp ? "" : [row?.name, row?.place].compactMap { $0 }.joined(separator: "  ")
        let keys: String
        if state.isTyping {
            keys = "/\(state.filter)_   Enter keeps the filter, Esc drops it"
        } else {
            var parts: [String] = []
            if !state.filter.isEmpty { parts.append("filter '\(state.filter)'") }
            if state.isMerged { parts.append("merged") }
            parts.append("\(Quantity.count(rows.count, "row"))")
            parts.append("q quit  ? help  / filter  s sort  m merge")
            keys = parts.joined(separator: "   ")
        }
        return [DisplayWidth.cutMiddle(detail, to: width), style(.faint, fit(keys))]
    }

    private func help(_ state: TopState) -> [String] {
        [""] + TopHelp.lines(sort: state.sort).map { fit("  " + $0) }
    }

    private func fit(_ text: String) -> String { DisplayWidth.cutEnd(text, to: width) }

    private func spark(_ series: TopSeries, width: Int) -> String { TopColumns.spark(series, width: width) }

    private func signed(_ bytes: Double) -> String { TopColumns.signed(bytes) }
}
