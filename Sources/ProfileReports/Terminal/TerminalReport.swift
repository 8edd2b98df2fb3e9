internal import Quantities

/// Draws a heap report as text for a terminal, the findings first.
public struct TerminalReport: Sendable {
    /// How to draw.
    public struct Options: Hashable, Sendable {
        /// Columns that a line may take; at least 60 are used.
        public var width: Int
        /// Whether to mark text with escape sequences; none are written otherwise.
        public var isColored: Bool
        /// Whether to show functions with modules, types and arguments.
        public var usesFullNames: Bool
        /// Rows per table.
        public var top: Int
        /// Source files below it are shown relative to it.
        public var currentDirectory: String?

        public init(
            width: Int = 100,
            isColored: Bool = false,
            usesFullNames: Bool = false,
            top: Int = 10,
            currentDirectory: String? = nil
        ) {
            self.width = width
            self.isColored = isColored
            self.usesFullNames = usesFullNames
            self.top = top
            self.currentDirectory = currentDirectory
        }
    }

    private let options: Options

    public init(_ options: Options = Options()) {
        self.options = options
    }

    /// A last line for the report: what it took after the program's end, which is known when all else is drawn.
    public static func closingLine(summarySeconds: Double) -> String {
        "  This summary took \(Quantity.seconds(summarySeconds)) after the program's end.\n"
    }

    /// The report as lines, each ended by a newline.
    public func text(_ report: HeapReport) -> String {
        let context = TerminalContext(
            report: report,
            names: Names(usesFullNames: options.usesFullNames, currentDirectory: options.currentDirectory),
            style: TerminalStyle(isColored: options.isColored),
            width: max(60, options.width),
            top: max(1, options.top)
        )
        if let leaks = report.leaks {
            return Self.text(of: [
                OverviewSection(context: context).lines,
                LeaksSection(context: context, leaks: leaks).lines,
                QualitySection(context: context).lines,
            ])
        }
        return Self.text(of: [
            OverviewSection(context: context).lines,
            FindingsSection(context: context).lines,
            TypesSection(context: context).lines,
            TablesSection(context: context).lines,
            StacksSection(context: context).lines,
            CPUSection(context: context).lines,
            LabelsSection(context: context).lines,
            QualitySection(context: context).lines,
        ])
    }

    private static func text(of sections: [[String]]) -> String {
        sections.filter { !$0.isEmpty }
            .map { $0.map { $0 + "\n" }.joined() }
            .joined(separator: "\n")
    }
}
