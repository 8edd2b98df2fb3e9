/// Which allocations a package's code makes, as one toolchain compiled it.
public struct EscapeReport: Sendable, Codable, Hashable {
    /// What `swiftc --version` says first.
    public var toolchain: String
    /// The package's folder.
    public var package: String
    /// Whether the code was optimized.
    public var isOptimized: Bool
    /// By file and line.
    public var findings: [EscapeFinding]
    /// What hardly anybody wants to read, kept apart from ``findings``: what may allocate before an error is thrown, before
    /// the program stops, once in it or, for what the runtime knows of types, once for each type; calls in functions that
    /// the compiler wrote by itself; what
    /// accessors of types that a caller chooses may need for their state.
    public var folded: [EscapeFinding]
    /// Functions that certainly allocate nothing: they and all that they call make no allocating call.
    public var freeFunctions: [FreeFunction]
    /// What was looked at and what could not be read.
    public var coverage: Coverage

    public init(
        toolchain: String,
        package: String,
        isOptimized: Bool,
        findings: [EscapeFinding],
        folded: [EscapeFinding] = [],
        freeFunctions: [FreeFunction] = [],
        coverage: Coverage = Coverage()
    ) {
        self.toolchain = toolchain
        self.package = package
        self.isOptimized = isOptimized
        self.findings = findings
        self.folded = folded
        self.freeFunctions = freeFunctions
        self.coverage = coverage
    }
}
