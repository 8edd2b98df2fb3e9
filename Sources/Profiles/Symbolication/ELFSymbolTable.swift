/// The functions, or the objects of data, of an ELF file by address: `.symtab`, or `.dynsym` where the file was stripped.
///
/// Nothing of it is kept: a program may have a quarter of a million functions, few are asked for, and who asks may be the
/// program itself. Each question reads the table once.
struct ELFSymbolTable: Sendable {
    enum Kind: Sendable {
        case functions
        /// Global and static variables.
        case objects
    }

    fileprivate struct Named {
        var start: UInt64
        var size: UInt64
        var name: UInt32
        /// Which name to show where several stand for one address.
        var rank: UInt8

        func isBetter(than other: Named) -> Bool {
            start != other.start ? start > other.start : (rank, name) < (other.rank, other.name)
        }

        /// Hand-written assembly often gives no size: then the function reaches to the next one.
        func holds(_ address: UInt64) -> Bool { size == 0 || address - start < size }
    }

    private struct Table {
        let symbols: Range<UInt64>
        let names: Range<UInt64>
    }

    private let source: ByteSource
    /// In the order in which they are asked: the first that has functions answers.
    private let tables: [Table]

    init(_ file: ELFFile) {
        source = file.source
        tables = [".symtab", ".dynsym"].compactMap { name in
            guard let section = file.sections.first(where: { $0.name == name }),
                file.sections.indices.contains(section.link),
                let symbols = file.place(of: section),
                let names = file.place(of: file.sections[section.link])
            else { return nil }
            return Table(symbols: symbols, names: names)
        }
    }

    /// The linker's names of what holds the addresses, as the file counts addresses.
    func names(at addresses: some Sequence<UInt64>, of kind: Kind = .functions) -> [UInt64: String] {
        let addresses = Set(addresses).sorted()
        guard !addresses.isEmpty else { return [:] }
        for table in tables {
            guard let found = symbols(of: kind, at: addresses, in: table.symbols) else { continue }
            var names: [UInt64: String] = [:]
            for (address, symbol) in zip(addresses, found) {
                guard let symbol, symbol.holds(address) else { continue }
                let name = text(at: UInt64(symbol.name), in: table.names)
                if !name.isEmpty { names[address] = name }
            }
            return names
        }
        return [:]
    }

    /// What begins last at or before each of the sorted addresses; nil if the table has nothing of that kind.
    private func symbols(of kind: Kind, at addresses: [UInt64], in table: Range<UInt64>) -> [Named?]? {
        // For each address, the best that begins behind the address before it.
        var best = [Named?](repeating: nil, count: addresses.count)
        var isEmpty = true
        let isRead = forEach(kind, in: table) { symbol in
            isEmpty = false
            let place = addresses.partitionPoint { $0 < symbol.start }
            guard place < addresses.count else { return }
            if best[place].map(symbol.isBetter) ?? true { best[place] = symbol }
        }
        guard isRead, !isEmpty else { return nil }
        for place in best.indices.dropFirst() where best[place] == nil { best[place] = best[place - 1] }
        return best
    }

    /// The text from `offset` up to the next NUL; empty for offsets outside.
    private func text(at offset: UInt64, in names: Range<UInt64>) -> String {
        let (start, overflow) = names.lowerBound.addingReportingOverflow(offset)
        guard !overflow, names.contains(start) else { return "" }
        // Most names are short.
        for length in [256, 1 << 16] as [UInt64] {
            let count = min(length, names.upperBound - start)
            guard let bytes = source.bytes(at: start, count: count) else { return "" }
            let text = bytes.prefix { $0 != 0 }
            if text.count < bytes.count || count < length { return String(decoding: text, as: UTF8.self) }
        }
        return ""
    }

    fileprivate struct Symbol: BitwiseCopyable {
        var name: UInt32
        var info: UInt8
        var other: UInt8
        var section: UInt16
        var value: UInt64
        var size: UInt64
    }

    /// - Returns: Whether the whole table could be read.
    private func forEach(_ kind: Kind, in table: Range<UInt64>, _ body: (Named) -> Void) -> Bool {
        let stride = MemoryLayout<Symbol>.stride
        let part = UInt64(stride) * 4096
        var start = table.lowerBound
        while start < table.upperBound {
            let count = min(part, table.upperBound - start)
            guard let bytes = source.bytes(at: start, count: count) else { return false }
            bytes.withUnsafeBytes { bytes in
                for number in 0..<bytes.count / stride {
                    let symbol = bytes.loadUnaligned(fromByteOffset: number * stride, as: Symbol.self)
                    if let named = Named(symbol, kind) { body(named) }
                }
            }
            start += count
        }
        return true
    }
}

extension ELFSymbolTable.Named {
    /// Functions, and functions chosen at load time; or objects. Defined ones only.
    fileprivate init?(_ symbol: ELFSymbolTable.Symbol, _ kind: ELFSymbolTable.Kind) {
        let type = symbol.info & 0xf
        let isWanted = kind == .functions ? type == 2 || type == 10 : type == 1
        guard isWanted, symbol.section != 0, symbol.name != 0 else { return nil }
        let binding: UInt8 =
            switch symbol.info >> 4 {
            case 1: 0  // global
            case 2: 1  // weak
            default: 2
            }
        self.init(
            start: symbol.value,
            size: symbol.size,
            name: symbol.name,
            rank: symbol.size == 0 ? binding + 3 : binding
        )
    }
}
