internal import Quantities

/// The numbers before a name: share, bytes, interval, objects, samples; as many columns as leave room for the name.
struct MeasureTable {
    private let table: TextTable
    /// Columns of the terminal that are left for names.
    let room: Int

    /// Columns for a name, below which a table does without some of its numbers.
    private static let leastRoom = 32

    /// - Parameter width: What a line may take, less its indentation.
    init(_ uses: [Measure], whole: Measure, width: Int) {
        var columns: [(title: String, cell: (Measure) -> String)] = [
            ("share", { Quantity.share($0.bytes.count, of: whole.bytes.count) ?? "" }),
            ("bytes", { Quantity.bytes($0.bytes.count) }),
            ("95 % range", Self.interval),
            ("objects", { Quantity.count($0.objects.count) }),
            ("samples", { Quantity.count($0.samples) }),
        ]
        if uses.allSatisfy({ Self.interval($0).isEmpty }) { columns.removeAll { $0.title == "95 % range" } }
        var table = Self.table(columns, uses)
        for dispensable in ["95 % range", "objects"] where width - table.width - 2 < Self.leastRoom {
            columns.removeAll { $0.title == dispensable }
            table = Self.table(columns, uses)
        }
        self.table = table
        room = width - table.width - 2
    }

    var header: String { table.header }
    var lines: [String] { table.lines }

    private static func table(
        _ columns: [(title: String, cell: (Measure) -> String)],
        _ uses: [Measure]
    ) -> TextTable {
        var table = TextTable(columns.map { .init(title: $0.title, isNumber: true) })
        for use in uses { table.add(columns.map { $0.cell(use) }) }
        return table
    }

    /// The interval in the unit of the estimate, which stands before it.
    private static func interval(_ use: Measure) -> String {
        guard let range = use.bytes.interval95, range.lowerBound < range.upperBound else { return "" }
        return Quantity.range(Double(range.lowerBound)...Double(range.upperBound), unitOf: use.bytes.count)
    }
}
