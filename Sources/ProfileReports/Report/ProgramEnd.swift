/// What a recording alone tells of a program's end.
public enum ProgramEnd: Hashable, Sendable {
    /// It still runs.
    case running
    /// It ran its exit handlers; with which status, nobody saw.
    case ended
    /// It is gone and did not run its exit handlers.
    case cutOff
}
