/// A place in a source file.
public struct SourcePosition: Hashable, Sendable, Codable, Comparable {
    /// The file's path as the compiler recorded it, mostly absolute.
    public var file: String
    /// From 1.
    public var line: Int
    /// From 1; 0 where it is unknown.
    public var column: Int

    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// By file, then by line and column.
    public static func < (lhs: SourcePosition, rhs: SourcePosition) -> Bool {
        (lhs.file, lhs.line, lhs.column) < (rhs.file, rhs.line, rhs.column)
    }
}
