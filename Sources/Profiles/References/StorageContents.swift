/// Which words of a collection's storage are its elements': what is free may still hold another block's words.
///
/// Layouts are those of the standard library (`ContiguousArrayBuffer.swift`, `DictionaryStorage.swift`, `SetStorage.swift`).
struct StorageContents {
    private enum Layout {
        /// Elements up to an offset.
        case array(end: Int)
        /// Parts with as many entries as there are buckets, the last first; a bit for each bucket tells whether it is used.
        case table(buckets: Int, bits: UInt64, parts: [(start: Int, stride: Int)])
    }

    private let layout: Layout
    private let pages: CachedPages

    private static let countOffset: UInt64 = 16
    private static let arrayElements = 32
    /// Of fewer buckets the strides cannot be told by division, and nothing much is free.
    private static let leastBuckets = 16

    /// - Parameters:
    ///   - name: What the block is.
    ///   - size: Its bytes.
    ///   - isRounded: Whether they are those that malloc rounded up to, and not those that were asked for.
    /// - Returns: nil where it is no storage, or its words make no sense: then all of it may be in use.
    init?(_ name: ReferrerName, at address: UInt64, size: Int, isRounded: Bool, in pages: CachedPages) {
        guard name.kind == .type, name.name.hasSuffix("> storage") else { return nil }
        self.pages = pages
        if name.name.hasPrefix("Array<") {
            guard let layout = Self.array(at: address, size: size, isRounded: isRounded, in: pages) else {
                return nil
            }
            self.layout = layout
        } else if name.name.hasPrefix("Dictionary<") || name.name.hasPrefix("Set<") {
            let isDictionary = name.name.hasPrefix("Dictionary<")
            guard let layout = Self.table(at: address, size: size, pointers: isDictionary ? 2 : 1, in: pages) else {
                return nil
            }
            self.layout = layout
        } else {
            return nil
        }
    }

    func isInUse(_ offset: Int) -> Bool {
        switch layout {
        case .array(let end): return offset >= Self.arrayElements && offset < end
        case .table(let buckets, let bits, let parts):
            guard let part = parts.first(where: { offset >= $0.start }) else { return false }
            guard buckets >= Self.leastBuckets, part.stride > 0 else { return true }
            let bucket = (offset - part.start) / part.stride
            guard bucket < buckets, let word = pages.word(bits + UInt64(bucket / 64 * 8)) else { return false }
            return word >> UInt64(bucket % 64) & 1 == 1
        }
    }

    private static func array(at address: UInt64, size: Int, isRounded: Bool, in pages: CachedPages) -> Layout? {
        guard size > arrayElements, let count = pages.word(address &+ countOffset),
            let flags = pages.word(address &+ countOffset &+ 8), let capacity = Int(exactly: flags >> 1),
            capacity > 0, capacity <= size, let count = Int(exactly: count), count <= capacity
        else { return nil }
        // An array takes what malloc rounds up to as capacity, and elements with references are multiples of 8.
        let bytes = size - arrayElements
        let stride = isRounded ? bytes / capacity & ~7 : ((bytes + capacity - 1) / capacity + 7) & ~7
        // malloc rounds up by a quarter at most, of which larger elements would leave more than one possible.
        guard stride > 0, isRounded || stride <= 24 else { return nil }
        return .array(end: arrayElements + count * stride)
    }

    /// - Parameter pointers: How many parts there are: keys and values, or elements.
    private static func table(at address: UInt64, size: Int, pointers: UInt64, in pages: CachedPages) -> Layout? {
        guard let scale = pages.word(address &+ 32).map({ $0 & 0xff }), scale < 32 else { return nil }
        let buckets = 1 << Int(scale)
        let bits = 48 + 8 * pointers
        var starts: [Int] = []
        for number in 0..<pointers {
            guard let pointer = pages.word(address &+ 48 &+ 8 * number), pointer > address,
                pointer - address < UInt64(size)
            else { return nil }
            starts.append(Int(pointer - address))
        }
        guard starts[0] >= Int(bits) + max(1, buckets / 64) * 8, starts == starts.sorted() else { return nil }
        let ends = starts.dropFirst() + [size]
        let parts = zip(starts, ends).map { (start: $0, stride: ($1 - $0) / buckets) }
        return .table(buckets: buckets, bits: address + bits, parts: parts.reversed())
    }
}
