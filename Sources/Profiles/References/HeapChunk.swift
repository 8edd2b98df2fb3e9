/// How large a block of glibc's malloc is, by the words around it (its `malloc.c` has their layout).
enum HeapChunk {
    private static let flags: UInt64 = 7
    private static let isPreviousInUse: UInt64 = 1
    private static let isMapped: UInt64 = 2
    private static let smallest: UInt64 = 32
    private static let largest: UInt64 = 1 << 30

    /// The bytes that may be used of the block at `address`.
    /// - Returns: nil where the words do not agree with each other, as those of other allocators do not.
    static func size(at address: UInt64, in pages: CachedPages) -> Int? {
        guard address % 16 == 0, let header = pages.word(address &- 8) else { return nil }
        let size = header & ~flags
        guard size >= smallest, size <= largest, size % 16 == 0 else { return nil }
        if header & isMapped != 0 {
            guard let before = pages.word(address &- 16), (address &- 16 &- before) % 4096 == 0,
                (size &+ before) % 4096 == 0
            else { return nil }
            return Int(size - 16)
        }
        guard let next = pages.word(address &+ size &- 8), next & isPreviousInUse != 0, next & ~flags >= 16 else {
            return nil
        }
        return Int(size - 8)
    }
}
