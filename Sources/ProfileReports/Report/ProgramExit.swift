/// How a program ended.
public struct ProgramExit: Hashable, Sendable {
    /// What ended it.
    public enum Cause: Hashable, Sendable {
        /// It exited with this status.
        case status(Int)
        /// A signal of this number killed it.
        case signal(Int)
    }

    public var cause: Cause
    /// Whether the kernel killed it for lack of memory.
    public var isOutOfMemoryKill: Bool

    public init(_ cause: Cause, isOutOfMemoryKill: Bool = false) {
        self.cause = cause
        self.isOutOfMemoryKill = isOutOfMemoryKill
    }
}
