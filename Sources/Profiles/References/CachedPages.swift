/// Words here and there in memory, read a page at a time; the latest pages are kept.
///
/// The copies lie in plain memory and not in an array, which a scan of the own process could meet as an object.
final class CachedPages {
    private let memory: any MemoryReader
    private let copies: UnsafeMutableRawBufferPointer
    private var pages = [UInt64](repeating: .max, count: slots)
    private var lengths = [Int](repeating: 0, count: slots)

    private static let pageSize = 4096
    private static let slots = 256

    init(_ memory: any MemoryReader) {
        self.memory = memory
        copies = .allocate(byteCount: Self.slots * Self.pageSize, alignment: 16)
    }

    deinit { copies.deallocate() }

    /// The word at an address that is a multiple of 8.
    func word(_ address: UInt64) -> UInt64? {
        guard address % 8 == 0 else { return nil }
        let page = address / UInt64(Self.pageSize)
        let slot = Int(page % UInt64(Self.slots))
        let start = slot * Self.pageSize
        if pages[slot] != page {
            pages[slot] = page
            let copy = UnsafeMutableRawBufferPointer(rebasing: copies[start..<start + Self.pageSize])
            lengths[slot] = memory.read(page * UInt64(Self.pageSize), into: copy)
        }
        let offset = Int(address % UInt64(Self.pageSize))
        guard offset + 8 <= lengths[slot] else { return nil }
        return copies.loadUnaligned(fromByteOffset: start + offset, as: UInt64.self)
    }
}
