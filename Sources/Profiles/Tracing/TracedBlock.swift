/// A block that was allocated while every allocation of its thread was noted.
package struct TracedBlock: Hashable, Sendable {
    package var address: UInt64
    /// Bytes as requested.
    package var size: Int
    /// What it began with when it was freed, or when the trace stopped: of a Swift object, its metadata. 0 if unseen.
    package var word: UInt64
    /// The word at 8: of a Swift object, its references.
    package var references: UInt64
    /// The word at 16: of an error box, the error's type.
    package var body: UInt64
    /// Index into ``TracedBlocks/stacks``.
    package var stack: Int
    package var isLive: Bool

    package init(
        address: UInt64,
        size: Int,
        word: UInt64,
        references: UInt64,
        body: UInt64,
        stack: Int,
        isLive: Bool
    ) {
        self.address = address
        self.size = size
        self.word = word
        self.references = references
        self.body = body
        self.stack = stack
        self.isLive = isLive
    }
}
