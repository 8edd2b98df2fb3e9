/// Why an allocation is not made when a function takes its usual way.
public enum ColdPath: String, Hashable, Sendable, Codable, CaseIterable {
    /// Only where an error is thrown.
    case `throws`
    /// Only before the program stops with an error.
    case trap
    /// Once in a process: the value of a global or static variable.
    case once
    /// Once for each type in a process: what the runtime knows of a type, or of its conformance to a protocol.
    case metadata
}
