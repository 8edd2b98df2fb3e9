import Profiles

/// Memory made of words, as tests need it: pages that hold a block are there as a whole, and 0 beside it; others are not.
final class MadeMemory: MemoryReader {
    private let words: [UInt64: UInt64]
    private let pages: Set<UInt64>

    private static let pageSize: UInt64 = 4096

    /// - Parameter blocks: The words from each address on, a multiple of 8.
    init(_ blocks: [UInt64: [UInt64]]) {
        let pairs = blocks.flatMap { start, words in
            words.enumerated().map { (start + UInt64($0.offset) * 8, $0.element) }
        }
        words = Dictionary(pairs) { $1 }
        pages = Set(words.keys.map { $0 / Self.pageSize })
    }

    /// Whole words, as the scan asks for them.
    func read(_ address: UInt64, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var count = 0
        while count + 8 <= buffer.count {
            let next = address &+ UInt64(count)
            guard pages.contains(next / Self.pageSize) else { break }
            buffer.storeBytes(of: words[next] ?? 0, toByteOffset: count, as: UInt64.self)
            count += 8
        }
        return count
    }
}
