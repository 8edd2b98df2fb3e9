/// Tells from the mappings of a process, in their order, which are stacks: that of the main thread has a name; those of
/// others are private, of no file, and lie behind a small guard that nobody can touch.
struct StackSearch {
    /// What a thread's stack and its guard take together, by default.
    let largestStack: UInt
    private var previous: MemoryMapping?

    /// Guards are a page by default. What malloc reserves behind an arena is larger by far.
    private static let largestGuard: UInt = 256 << 10

    init(largestStack: UInt) { self.largestStack = largestStack }

    /// The addresses that a stack may use if the mapping is one. A stack may have become one mapping with what lies above it,
    /// so no more than a default stack's size is taken.
    mutating func stack(in mapping: MemoryMapping) -> Range<UInt>? {
        defer { previous = mapping }
        if mapping.isMainStack { return mapping.start..<mapping.end }
        guard mapping.isReadable, mapping.isWritable, mapping.isPrivate, mapping.inode == 0,
            let guardPages = previous, guardPages.end == mapping.start, guardPages.inode == 0,
            !guardPages.isReadable, !guardPages.isWritable, guardPages.isPrivate,
            guardPages.size <= Self.largestGuard, guardPages.size < largestStack
        else { return nil }
        return mapping.start..<mapping.start + min(mapping.size, largestStack - guardPages.size)
    }
}
