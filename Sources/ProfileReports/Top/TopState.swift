/// What `trimtab top` shows: the latest snapshot, and how the person at the keyboard wants to see it.
///
/// A plain value that knows no terminal, no clock and no process.
package struct TopState: Sendable {
    package var view = TopView.types
    package internal(set) var sort = TopSort.bytes
    package internal(set) var isReversed = false
    package internal(set) var isPaused = false
    package internal(set) var isMerged = false
    package internal(set) var showsHelp = false
    /// Rows must contain it.
    package internal(set) var filter = ""
    /// Whether keys go into the filter.
    package internal(set) var isTyping = false
    package internal(set) var selected = 0
    /// What is wrong with the source, in words; nil while it answers.
    package var trouble: String?
    /// Between looks, in seconds.
    package var interval = 2.0

    private(set) var snapshot: TopSnapshot?
    private(set) var resident = TopSeries()
    private(set) var live = TopSeries()
    private(set) var allocationRate: Double?
    private var previous: (time: Double, allocations: Int)?
    private var series: [TopView: [String: TopSeries]] = [:]
    /// How many rows the screen has room for.
    package var pageSize = 10
    /// What happened to the process, such as a restart.
    private(set) var note: String?

    package init() {}

    /// Takes a snapshot; while paused it is passed over.
    /// - Parameter time: Seconds, by a clock that never goes back.
    package mutating func add(_ new: TopSnapshot, at time: Double) {
        guard !isPaused else { return }
        if let old = snapshot, old.processID != new.processID || (old.uptime ?? 0) > (new.uptime ?? 0) + 1 {
            note = "restarted: process \(new.processID) in place of \(old.processID)"
            (series, resident, live, previous, allocationRate) = ([:], TopSeries(), TopSeries(), nil, nil)
        }
        snapshot = new
        resident.add(.init(name: "", bytes: new.residentBytes.map(Double.init)), at: time)
        live.add(
            .init(
                name: "",
                bytes: new.liveBytes.map(Double.init),
                allocatedBytes: new.allocatedBytes.map(Double.init)
            ),
            at: time
        )
        if let allocations = new.allocations {
            if let previous, time > previous.time {
                allocationRate = max(0, (Double(allocations) - Double(previous.allocations)) / (time - previous.time))
            }
            previous = (time, allocations)
        }
        for (view, rows) in new.rows { add(rows, to: view, at: time) }
        selected = min(selected, max(0, rows.count - 1))
    }

    private mutating func add(_ rows: [TopSnapshot.Row], to view: TopView, at time: Double) {
        var all = series[view] ?? [:]
        for row in rows { all[Self.key(row), default: TopSeries()].add(row, at: time) }
        for row in Self.merged(rows) { all[Self.groupKey(row), default: TopSeries()].add(row, at: time) }
        series[view] = all.filter { $0.value.time == time }
    }

    private static func key(_ row: TopSnapshot.Row) -> String { "\(row.name)\n\(row.place ?? "")" }

    private static func groupKey(_ row: TopSnapshot.Row) -> String { "group\n\(row.group ?? row.name)" }

    // MARK: Rows

    /// The rows of the view, filtered, merged and sorted.
    var rows: [TopRow] {
        let all = snapshot?.rows[view] ?? []
        let known = series[view] ?? [:]
        let wanted = all.filter { row in
            filter.isEmpty || row.name.lowercased().contains(filter.lowercased())
                || row.place?.lowercased().contains(filter.lowercased()) == true
        }
        var counts: [String: Int] = [:]
        if isMerged { for row in wanted { counts[row.group ?? row.name, default: 0] += 1 } }
        let shown = isMerged ? Self.merged(wanted) : wanted
        let rows = shown.map { row in
            let key = isMerged ? Self.groupKey(row) : Self.key(row)
            return TopRow(row: row, series: known[key] ?? TopSeries(), count: counts[row.group ?? row.name] ?? 1)
        }
        let sorted = rows.sorted { isBefore($0, $1) }
        return isReversed ? sorted.reversed() : sorted
    }

    private static func merged(_ rows: [TopSnapshot.Row]) -> [TopSnapshot.Row] {
        func sum(_ values: [Double?]) -> Double? {
            let known = values.compactMap { $0 }
            return known.isEmpty ? nil : known.reduce(0, +)
        }
        return Dictionary(grouping: rows) { $0.group ?? $0.name }.map { group, rows in
            guard rows.count > 1 else { return rows[0] }
            return TopSnapshot.Row(
                name: group,
                group: group,
                bytes: sum(rows.map(\.bytes)),
                objects: sum(rows.map(\.objects)),
                allocatedBytes: sum(rows.map(\.allocatedBytes)),
                samples: sum(rows.map { $0.samples.map(Double.init) }).map { Int(min(max(0, $0), 1e15)) }
            )
        }
    }

    private func isBefore(_ one: TopRow, _ other: TopRow) -> Bool {
        func value(_ row: TopRow) -> Double {
            switch sort {
            case .bytes: row.row.bytes ?? -1
            case .objects: row.row.objects ?? -1
            case .rate: row.series.rate ?? -1
            case .growth: row.series.growth ?? -.infinity
            case .name: 0
            }
        }
        let (first, second) = (value(one), value(other))
        return first == second
            ? (one.row.name, one.row.place ?? "") < (other.row.name, other.row.place ?? "") : first > second
    }
}
