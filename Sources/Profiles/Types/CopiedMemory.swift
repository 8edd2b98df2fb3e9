internal import CTrimtabPlatform

/// What the hooks copied of the program's memory, by the program's addresses; or a living process's memory, copied as it
/// is asked for.
///
/// Nothing in it is trusted: a read outside the copies is nil, and so is a text without an end.
struct CopiedMemory: Sendable {
    private struct Range {
        var address: UInt64
        var offset: Int
        var length: Int
    }

    /// By address; of several that begin at one address, only the longest.
    private let ranges: [Range]
    private let bytes: RecordedBytes
    /// No range is longer, so that a search knows how far back to look.
    private let longest: UInt64
    private let own: (any MemoryReader)?

    static let longestText = 1024

    init(ranges table: RecordingSection, bytes section: RecordingSection) {
        let bytes = section.bytes
        var ranges: [Range] = []
        for number in 0..<table.count {
            guard let entry = table.entry(number, as: trimtab_memory.self) else { break }
            let (end, overflow) = entry.offset.addingReportingOverflow(entry.length)
            guard !overflow, end <= bytes.count, entry.length > 0, entry.address < 1 << 56 else { continue }
            ranges.append(Range(address: entry.address, offset: Int(entry.offset), length: Int(entry.length)))
        }
        self.init(ranges, bytes: bytes)
    }

    /// Copies of known memory, as tests make them.
    init(_ copies: [(address: UInt64, bytes: [UInt8])]) {
        var bytes: [UInt8] = []
        var ranges: [Range] = []
        for copy in copies {
            ranges.append(Range(address: copy.address, offset: bytes.count, length: copy.bytes.count))
            bytes += copy.bytes
        }
        self.init(ranges, bytes: .copied(bytes))
    }

    init(_ own: any MemoryReader) {
        self.init([], bytes: .copied([]), own: own)
    }

    private init(_ ranges: [Range], bytes: RecordedBytes, own: (any MemoryReader)? = nil) {
        var unique: [Range] = []
        for range in ranges.sorted(by: { ($0.address, -$0.length) < ($1.address, -$1.length) })
        where unique.last?.address != range.address {
            unique.append(range)
        }
        self.ranges = unique
        self.bytes = bytes
        self.own = own
        longest = unique.reduce(0) { max($0, UInt64($1.length)) }
    }

    func load<T: BitwiseCopyable>(_ address: UInt64, as _: T.Type = T.self) -> T? {
        if let own { return own.load(address) }
        guard let place = place(of: address, count: MemoryLayout<T>.size) else { return nil }
        return bytes.load(T.self, at: place)
    }

    /// What the signed 32-bit offset at `address` refers to; nil if to nothing.
    func relative(_ address: UInt64) -> UInt64? {
        guard let offset = load(address, as: Int32.self), offset != 0 else { return nil }
        return address &+ UInt64(bitPattern: Int64(offset))
    }

    /// The bytes from `address` up to the next NUL.
    func textBytes(_ address: UInt64) -> ArraySlice<UInt8>? {
        let text: ArraySlice<UInt8>
        if let own {
            let copy = own.bytes(at: address, most: Self.longestText + 1)
            text = copy.prefix { $0 != 0 }
            if text.count == copy.count { return nil }
        } else {
            guard let place = place(of: address, count: 1) else { return nil }
            text = bytes.text(at: place, most: Self.longestText + 1)[...]
        }
        return text.count <= Self.longestText ? text : nil
    }

    func text(_ address: UInt64) -> String? {
        guard let bytes = textBytes(address), !bytes.isEmpty else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// Where in `bytes` the copy of `count` bytes begins.
    private func place(of address: UInt64, count: Int) -> Int? {
        var low = ranges.partitionPoint { $0.address <= address }
        var steps = 0
        while low > 0, steps < 64 {
            low -= 1
            steps += 1
            let range = ranges[low]
            let distance = address - range.address
            if distance > longest { return nil }
            if distance <= range.length, count <= range.length - Int(distance) { return range.offset + Int(distance) }
        }
        return nil
    }
}
