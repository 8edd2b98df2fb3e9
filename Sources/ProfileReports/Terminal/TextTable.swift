/// Rows of text in aligned columns.
package struct TextTable {
    package struct Column {
        var title: String
        /// Numbers stand right, so that their digits line up.
        var isNumber: Bool

        package init(title: String, isNumber: Bool) {
            self.title = title
            self.isNumber = isNumber
        }
    }

    private let columns: [Column]
    private var rows: [[String]] = []

    package init(_ columns: [Column]) {
        self.columns = columns
    }

    /// - Parameter cells: One for each column.
    package mutating func add(_ cells: [String]) {
        rows.append(cells)
    }

    /// The columns that all rows take, with two spaces between them.
    var width: Int {
        widths.reduce(0, +) + 2 * max(0, columns.count - 1)
    }

    package var header: String { line(columns.map(\.title)) }

    package var lines: [String] { rows.map(line) }

    private var widths: [Int] {
        columns.indices.map { index in
            rows.reduce(DisplayWidth.of(columns[index].title)) { max($0, DisplayWidth.of($1[index])) }
        }
    }

    private func line(_ cells: [String]) -> String {
        zip(zip(columns, widths), cells).map { column, cell in
            let padding = String(repeating: " ", count: column.1 - DisplayWidth.of(cell))
            return column.0.isNumber ? padding + cell : cell + padding
        }.joined(separator: "  ")
    }
}
