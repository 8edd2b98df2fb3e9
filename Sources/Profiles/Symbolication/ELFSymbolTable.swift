/// The functions of an ELF file by address: `.symtab`, or `.dynsym` where the file was stripped.
///
/// Nothing of it is kept: a program may have a quarter of a million functions, few are asked for, and who asks may be the
/// program itself. Each question reads the table once.
struct ELFSymbolTable: Sendable {
    fileprivate struct Function {
        var start: UInt64
        var size: UInt64
        var name: UInt32
        /// Which name to show where several stand for one address.
        var rank: UInt8

        func isBetter(than other: Function) -> Bool {
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

    /// The linker's names of the functions that hold the addresses, as the file counts addresses.
    func names(at addresses: some Sequence<UInt64>) -> [UInt64: String] {
        let addresses = Set(addresses).sorted()
        guard !addresses.isEmpty else { return [:] }
        for table in tables {
            guard let functions = functions(at: addresses, in: table.symbols) else { continue }
            var names: [UInt64: String] = [:]
            for (address, function) in zip(addresses, functions) {
                guard let function, function.holds(address) else { continue }
                let name = text(at: UInt64(function.name), in: table.names)
                if !name.isEmpty { names[address] = name }
            }
            return names
        }
        return [:]
    }

    /// The function that begins last at or before each of the sorted addresses; nil if the table has no functions.
    private func functions(at addresses: [UInt64], in table: Range<UInt64>) -> [Function?]? {
        // For each address, the best that begins behind the address before it.
        var best = [Function?](repeating: nil, count: addresses.count)
        var isEmpty = true
        let isRead = forEachFunction(in: table) { function in
            isEmpty = false
            let place = addresses.partitionPoint { $0 < function.start }
            guard place < addresses.count else { return }
            if best[place].map(function.isBetter) ?? true { best[place] = function }
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
    private func forEachFunction(in table: Range<UInt64>, _ body: (Function) -> Void) -> Bool {
        let stride = MemoryLayout<Symbol>.stride
        let part = UInt64(stride) * 4096
        var start = table.lowerBound
        while start < table.upperBound {
            let count = min(part, table.upperBound - start)
            guard let bytes = source.bytes(at: start, count: count) else { return false }
            bytes.withUnsafeBytes { bytes in
                for number in 0..<bytes.count / stride {
                    let symbol = bytes.loadUnaligned(fromByteOffset: number * stride, as: Symbol.self)
                    if let function = Function(symbol) { body(function) }
                }
            }
            start += count
        }
        return true
    }
}

extension ELFSymbolTable.Function {
    /// Functions, and functions chosen at load time; defined ones only.
    fileprivate init?(_ symbol: ELFSymbolTable.Symbol) {
        let type = symbol.info & 0xf
        guard type == 2 || type == 10, symbol.section != 0, symbol.name != 0 else { return nil }
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
