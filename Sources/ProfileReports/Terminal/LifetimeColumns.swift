internal import Quantities

/// Ages and memory over time, between a table's numbers and its names; nothing where there is no room or nothing to tell.
struct LifetimeColumns {
    /// Each begins with the two spaces that part columns.
    let header: String
    let lines: [String]
    /// Columns of the terminal that it takes.
    let width: Int

    /// Columns for a name, below which these are left out.
    private static let leastRoom = 40

    init(_ rows: [Lifetimes], room: Int) {
        var table = TextTable([
            .init(title: "median age", isNumber: true), .init(title: "over time", isNumber: false),
        ])
        for row in rows { table.add([row.medianAge.map(Quantity.seconds) ?? "", Self.overTime(row)]) }
        let hasContent = rows.contains { $0.medianAge != nil }
        guard hasContent, room - table.width - 2 >= Self.leastRoom else {
            (header, lines, width) = ("", rows.map { _ in "" }, 0)
            return
        }
        header = "  " + table.header
        lines = table.lines.map { "  " + $0 }
        width = table.width + 2
    }

    private static func overTime(_ lifetimes: Lifetimes) -> String {
        let points = lifetimes.bytesInUse.enumerated().map { (time: Double($0), value: $1) }
        return Sparkline.draw(points, maximum: points.map(\.value).max() ?? 0, width: points.count)
    }
}
