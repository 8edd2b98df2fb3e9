public import Profiles

/// The processor time of one stack, all threads together.
public struct CPUReportStack: Hashable, Sendable {
    /// Innermost first, inlined functions included; an address for what has no name. Empty if the stack is unknown.
    public var frames: [Frame]
    /// The names of the threads that were at work, sorted.
    public var threads: [String] = []
    /// Nanoseconds.
    public var time = Amount()
}
