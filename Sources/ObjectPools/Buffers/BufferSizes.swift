/// The size classes of a ``BufferPool``: powers of two from the smallest to the largest.
public struct BufferSizes: Hashable, Sendable {
    /// Bytes of the smallest class.
    public let smallest: Int
    /// Bytes of the largest class. What is larger is made for each use and never kept.
    public let largest: Int

    /// 256 bytes to 1 MiB.
    public static let `default` = BufferSizes(validSmallest: 256, largest: 1 << 20)

    /// - Parameters:
    ///   - smallest: Bytes of the smallest class, at least 16; rounded up to a power of two.
    ///   - largest: Bytes of the largest class, at most 1 GiB; rounded up to a power of two.
    /// - Throws: ``PoolError`` with ``PoolError/Code/invalidConfiguration`` for sizes beyond that, or in the wrong order.
    public init(smallest: Int = Self.default.smallest, largest: Int = Self.default.largest) throws(PoolError) {
        guard (16...1 << 30).contains(smallest), (16...1 << 30).contains(largest), smallest <= largest else {
            let reason =
                "buffers of \(smallest) to \(largest) bytes cannot be pooled: give sizes from 16 to \(1 << 30), "
                + "the smaller one first"
            throw PoolError(.invalidConfiguration, reason: reason)
        }
        self.init(validSmallest: Self.powerOfTwo(smallest), largest: Self.powerOfTwo(largest))
    }

    private init(validSmallest: Int, largest: Int) {
        smallest = validSmallest
        self.largest = largest
    }

    private static func powerOfTwo(_ size: Int) -> Int { 1 << (Int.bitWidth - (size - 1).leadingZeroBitCount) }

    /// How many there are.
    var count: Int { sizeClass(for: largest) + 1 }

    /// Bytes of a class.
    func size(of sizeClass: Int) -> Int { smallest << sizeClass }

    /// The smallest class that holds so many bytes. It may be beyond the largest.
    @usableFromInline
    func sizeClass(for bytes: Int) -> Int {
        guard bytes > smallest else { return 0 }
        return (Int.bitWidth - (bytes - 1).leadingZeroBitCount) - smallest.trailingZeroBitCount
    }
}
