public import Profiles

/// A line of the program that processor time was spent at, or in what it called of other code.
public struct CPULine: Hashable, Sendable {
    /// The innermost frame of the program's own code; of other code where there is none; nil for unknown stacks.
    public var frame: Frame?
    /// Indices into ``CPUReport/stacks``, most time first.
    public var stacks: [Int] = []
    /// Nanoseconds.
    public var time = Amount()
}
