internal import Quantities

/// The rows of a page in aligned columns, as many as leave room for the names.
struct TopColumns {
    struct Line {
        var before: String
        var spark: String
        var after: String
    }

    private typealias Column = (sort: TopSort?, title: String, cell: @Sendable (TopRow) -> String)

    private let titles: [(sort: TopSort?, title: String, width: Int)]
    let lines: [Line]

    private static let sparkWidth = 12
    /// Columns for a name, below which numbers are left out, the last of these first.
    private static let leastRoom = 36
    private static let dispensable = ["samples", "over time", "objects", "alloc/s", "growth/s"]

    private static let columns: [Column] = [
        (.bytes, "in use", { $0.row.bytes.map(Quantity.bytes) ?? "" }),
        (.objects, "objects", { $0.row.objects.map { Quantity.count(Int(min(max(0, $0), 1e15))) } ?? "" }),
        (.rate, "alloc/s", { $0.series.rate.map(Quantity.bytes) ?? "" }),
        (.growth, "growth/s", { $0.series.growth.map(signed) ?? "" }),
        (nil, "samples", { $0.row.samples.map(Quantity.count) ?? "" }),
    ]

    init(rows: [TopRow], width: Int) {
        var columns = Self.columns.filter { column in rows.contains { !column.cell($0).isEmpty } }
        var hasSpark = true
        func widths() -> [Int] {
            columns.map { column in
                // One more, for the mark of the column that is sorted by.
                rows.reduce(column.title.count + 1) { max($0, DisplayWidth.of(column.cell($1))) }
            }
        }
        func room() -> Int { width - 1 - widths().reduce(0) { $0 + $1 + 2 } - (hasSpark ? Self.sparkWidth + 2 : 0) }
        for title in Self.dispensable where room() < Self.leastRoom {
            if title == "over time" { hasSpark = false } else { columns.removeAll { $0.title == title } }
        }
        let (sizes, names) = (widths(), max(4, room()))
        titles =
            zip(columns, sizes).map { ($0.sort, $0.title, $1) }
            + (hasSpark ? [(nil, "over time", -Self.sparkWidth)] : [])
        lines = rows.map { row in
            let cells = zip(columns, sizes).map { column, size in Self.right(column.cell(row), size) }
            let spark = hasSpark ? Self.left(Self.spark(row.series, width: Self.sparkWidth), Self.sparkWidth) : ""
            let name = row.row.name + (row.count > 1 ? " (\(row.count))" : "")
            let place = row.row.place.map { "  \($0.split(separator: "/").last.map(String.init) ?? $0)" } ?? ""
            let text =
                DisplayWidth.of(name + place) <= names ? name + place : DisplayWidth.cutMiddle(name, to: names)
            return Line(
                before: cells.map { $0 + "  " }.joined(),
                spark: spark,
                after: (hasSpark ? "  " : "") + text
            )
        }
    }

    func header(sort: TopSort, isReversed: Bool) -> String {
        let mark = isReversed ? "▴" : "▾"
        let cells = titles.map { column in
            let title = column.title + (column.sort == sort ? mark : "")
            return (column.width < 0 ? Self.left(title, -column.width) : Self.right(title, column.width)) + "  "
        }
        return " " + cells.joined() + "name" + (sort == .name ? mark : "")
    }

    static func spark(_ series: TopSeries, width: Int) -> String {
        let points = Array(series.points.suffix(width))
        guard points.count > 1 else { return "" }
        let evenly = points.enumerated().map { (time: Double($0), value: max(0, $1.value)) }
        return Sparkline.draw(evenly, maximum: evenly.map(\.value).max() ?? 0, width: points.count)
    }

    static func signed(_ bytes: Double) -> String {
        // Less than a byte a second is none.
        if abs(bytes) < 1 { return "0 B" }
        return (bytes > 0 ? "+" : "-") + Quantity.bytes(abs(bytes))
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - DisplayWidth.of(text))) + text
    }

    private static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
    }
}
