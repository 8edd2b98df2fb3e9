/// How much was read, and what could not be.
public struct Coverage: Hashable, Sendable, Codable {
    public var modules: [String] = []
    /// Functions in machine code.
    public var functions = 0
    /// Calls in machine code that allocate or may.
    public var allocatingCalls = 0
    /// Allocating calls without a line, found by a rule instead.
    public var foundByRule = 0
    /// Lines of the compiler's intermediate code (SIL) that were not understood.
    public var unknownSILLines = 0
    /// Allocating calls whose line does not hold an operation that allocates so.
    public var mismatches = 0
    /// Problems for a person to read.
    public var warnings: [String] = []

    public init() {}

    static func += (lhs: inout Coverage, rhs: Coverage) {
        lhs.modules += rhs.modules
        lhs.functions += rhs.functions
        lhs.allocatingCalls += rhs.allocatingCalls
        lhs.foundByRule += rhs.foundByRule
        lhs.unknownSILLines += rhs.unknownSILLines
        lhs.mismatches += rhs.mismatches
        lhs.warnings += rhs.warnings
    }
}
