/// Looks through blocks of memory, word by word, for references to others: sampled blocks, the globals of loaded images, and
/// the objects that these lead to.
///
/// It is conservative: a word that is the address of a block counts as a reference to it, and so does one that points into a
/// sampled block. What was never sampled is met only where something refers to it and its first words prove it an object.
/// Reads cannot fault, and ``ScanLimits`` bound the rest. The program goes on meanwhile.
struct ReferenceScan {
    /// A block that was sampled.
    struct Sampled {
        var address: HiddenAddress
        var size: Int
        var name: ReferrerName
    }

    /// Tells an object by its address and its first word: its type, and the bytes of the smallest.
    typealias Describe = (_ address: UInt64, _ word: UInt64) -> (name: String, size: Int)?

    private let limits: ScanLimits
    private let describe: Describe
    private let memory: any MemoryReader
    private let pages: CachedPages
    private let time: ScanTime
    private var graph = ReferenceGraph()
    private var found: [HiddenAddress: UInt32] = [:]
    private var foundByBlock = 0
    private var data: [Range<UInt64>] = []
    private var sampledCount = 0
    private var bytes = 0

    private static let dataName = ReferrerName(kind: .global, name: ReferrerName.nameless)
    /// Bytes that are read at once.
    private static let part = 1 << 16
    private static let pageSize: UInt64 = 4096

    private init(_ memory: any MemoryReader, limits: ScanLimits, describe: @escaping Describe) {
        self.limits = limits
        self.describe = describe
        self.memory = memory
        pages = CachedPages(memory)
        time = ScanTime(limits)
    }

    /// - Parameters:
    ///   - blocks: In the order of their addresses, which the graph keeps.
    ///   - data: Where globals are.
    static func graph(
        of blocks: [Sampled],
        data: [Range<UInt64>] = [],
        in memory: any MemoryReader,
        limits: ScanLimits = ScanLimits(),
        describe: @escaping Describe
    ) -> ReferenceGraph {
        var scan = ReferenceScan(memory, limits: limits, describe: describe)
        return scan.run(blocks, data: data)
    }

    private mutating func run(_ blocks: [Sampled], data: [Range<UInt64>]) -> ReferenceGraph {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.part, alignment: 16)
        defer { buffer.deallocate() }
        self.data = data
        sampledCount = blocks.count
        graph.blocks = blocks.map { block in
            let name = graph.number(of: block.name)
            return .init(address: block.address, size: block.size, name: name, origin: .sampled)
        }
        for range in data where Self.possible.contains(range.lowerBound) && Self.possible.contains(range.upperBound) {
            // Each word of it is something by itself.
            foundByBlock = .min
            graph.coverage.dataBytes += scan(range, of: nil, with: buffer)
        }
        // Small ones first: they are of most types, and large ones soon reach the limits.
        for number in blocks.indices.sorted(by: { blocks[$0].size < blocks[$1].size }) {
            if isOver { break }
            graph.coverage.sampledBytes += scan(number, with: buffer)
            graph.coverage.sampledBlocks += 1
        }
        // Objects that are found on the way come after those that led to them.
        var next = sampledCount
        while next < graph.blocks.count, !isOver {
            if graph.blocks[next].origin == .found {
                graph.coverage.foundBytes += scan(next, with: buffer)
                graph.coverage.foundBlocks += 1
            }
            next += 1
        }
        graph.coverage.seconds = time.seconds
        return graph
    }

    /// Whether a limit is reached; then the coverage says so.
    private var isOver: Bool {
        mutating get {
            let isOver = bytes >= limits.bytes || time.isOver
            if isOver { graph.coverage.isCut = true }
            return isOver
        }
    }

    // MARK: Reading

    /// Notes what a block refers to.
    /// - Returns: The bytes that were looked through; those of text and numbers need no look.
    private mutating func scan(_ number: Int, with buffer: UnsafeMutableRawBufferPointer) -> Int {
        let block = graph.blocks[number]
        guard graph.names[block.name].holdsReferences else { return block.size }
        let length = min(block.size, limits.bytesOfBlock)
        let start = block.address.value
        foundByBlock = 0
        // A recording may be damaged.
        guard Self.possible.contains(start) else { return 0 }
        let contents = StorageContents(
            graph.names[block.name],
            at: start,
            size: block.size,
            isRounded: block.origin == .found,
            in: pages
        )
        return scan(start..<start + UInt64(length), of: UInt32(number), contents, with: buffer)
    }

    /// Notes what the words of a range refer to.
    /// - Parameters:
    ///   - number: The block that they are of; nil for data, each word of which is a block of its own.
    ///   - contents: Which words of the block count, if not all.
    /// - Returns: The bytes that were looked through.
    private mutating func scan(
        _ range: Range<UInt64>,
        of number: UInt32?,
        _ contents: StorageContents? = nil,
        with buffer: UnsafeMutableRawBufferPointer
    ) -> Int {
        var seen = 0
        var next = (range.lowerBound &+ 7) & ~7
        while next < range.upperBound, range.upperBound - next >= 8, !isOver {
            let wanted = Int(min(UInt64(buffer.count), range.upperBound - next))
            let count = memory.read(next, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])) & ~7
            bytes += max(count, 8)
            guard count > 0 else {
                let end = min((next & ~(Self.pageSize - 1)) + Self.pageSize, range.upperBound)
                graph.coverage.unreadableBytes += Int(end - next)
                next = end
                continue
            }
            for offset in stride(from: 0, to: count, by: 8) {
                let word = buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                let address = word & Self.addressBits
                let place = next + UInt64(offset)
                guard Self.possible.contains(address),
                    contents?.isInUse(Int(place - range.lowerBound)) ?? true,
                    let hit = target(at: address)
                else { continue }
                note(hit, by: number, at: place)
            }
            seen += count
            next += UInt64(count)
        }
        return seen
    }

    private mutating func note(_ target: (block: UInt32, isStart: Bool), by number: UInt32?, at address: UInt64) {
        guard graph.references.count < limits.references else {
            graph.coverage.isCut = true
            return
        }
        // A block that points into itself, as lists and small strings of C++ do, says nothing.
        if target.block == number, !target.isStart { return }
        let from = number ?? UInt32(graph.blocks.count)
        if number == nil {
            let name = graph.number(of: Self.dataName)
            graph.blocks.append(.init(address: HiddenAddress(address), size: 8, name: name, origin: .data))
        }
        graph.references.append(.init(from: from, to: target.block))
    }

    // MARK: Words

    /// The bits of a reference that Swift uses for something else: those on top, where texts and enumerations keep what
    /// they are, and the lowest three (ABI/KeyPaths and `SwiftShims/HeapObject.h`).
    private static let addressBits: UInt64 = 0x00ff_ffff_ffff_ffff
    private static let possible: Range<UInt64> = 1 << 16..<1 << 48

    /// The block that a word refers to, by the bits of it that are the address.
    private mutating func target(at address: UInt64) -> (block: UInt32, isStart: Bool)? {
        if let block = sampled(holding: address) {
            return (UInt32(block), graph.blocks[block].address.value == address & ~7)
        }
        return object(at: address & ~7).map { ($0, true) }
    }

    private func sampled(holding address: UInt64) -> Int? {
        let block = graph.blocks[..<sampledCount].partitionPoint { $0.address.value <= address } - 1
        guard block >= 0, address - graph.blocks[block].address.value < UInt64(max(1, graph.blocks[block].size)) else {
            return nil
        }
        return block
    }

    /// The object that begins there, if its words prove that one does.
    private mutating func object(at address: UInt64) -> UInt32? {
        let key = HiddenAddress(address)
        if let known = found[key] { return known }
        guard let word = pages.word(address), Self.possible.contains(word), word % 8 == 0,
            let counts = pages.word(address &+ 8), Self.isAlive(counts),
            let kind = pages.word(word), MetadataKind(rawValue: kind) != nil,
            !data.contains(where: { $0.contains(address) }),
            let object = describe(address, word)
        else { return nil }
        guard foundByBlock < limits.foundByBlock else { return nil }
        guard found.count < limits.found else {
            graph.coverage.isCut = true
            return nil
        }
        foundByBlock += 1
        let number = UInt32(graph.blocks.count)
        found[key] = number
        graph.blocks.append(
            .init(
                address: key,
                size: size(of: object.size, at: address),
                name: graph.number(of: ReferrerName(kind: .type, name: object.name)),
                origin: .found
            )
        )
        return number
    }

    /// The bytes of an object that was found: those that its type tells, and what was allocated behind them, as of storage. What
    /// malloc rounds up to may still hold another block's words.
    private func size(of smallest: Int, at address: UInt64) -> Int {
        guard let size = HeapChunk.size(at: address, in: pages), size >= smallest + 16 else { return smallest }
        return size
    }

    /// Whether an object's count of references is that of one that lives: bit 32 marks what is being destroyed and stays when
    /// it is freed, unless bit 63 says that the word is something else (`SwiftShims/RefCount.h`).
    private static func isAlive(_ counts: UInt64) -> Bool {
        counts != 0 && (counts >> 63 == 1 || counts >> 32 & 1 == 0)
    }
}
