/// A function's body in a SIL file.
struct SILFunction: Hashable, Sendable {
    /// The linker's name.
    var name: String
    /// The first and the last line, from 1.
    var lines: ClosedRange<Int>
    /// Whether it is an accessor that yields, whose state lies in a frame of its own.
    var isYieldOnce: Bool
    /// Lines of operations that can allocate.
    var allocations: [Int]
    /// Lines on which basic blocks begin.
    var blocks: [Int] = []
}
