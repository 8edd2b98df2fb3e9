/// The functions of an ELF file by address: `.symtab`, or `.dynsym` where the file was stripped.
struct ELFSymbolTable: Sendable {
    private struct Function {
        var start: UInt64
        var size: UInt64
        var name: UInt32
        /// Which name to show where several stand for one address.
        var rank: UInt8
    }

    private let functions: [Function]
    /// Where their names are: in the file, which stays open. In memory they would be the most of it, and few are asked for.
    private let source: ByteSource
    private let names: Range<UInt64>

    init(_ file: ELFFile) {
        source = file.source
        for name in [".symtab", ".dynsym"] {
            guard let section = file.sections.first(where: { $0.name == name }),
                file.sections.indices.contains(section.link),
                let symbols = file.place(of: section),
                let names = file.place(of: file.sections[section.link])
            else { continue }
            let functions = Self.functions(in: symbols, of: file.source)
            if !functions.isEmpty {
                self.functions = functions
                self.names = names
                return
            }
        }
        functions = []
        names = 0..<0
    }

    /// The linker's name of the function that holds `address`, as the file counts addresses.
    func name(at address: UInt64) -> String? {
        var low = 0
        var high = functions.count
        while low < high {
            let middle = low + (high - low) / 2
            if functions[middle].start <= address { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return nil }
        let function = functions[low - 1]
        // Hand-written assembly often gives no size: then the function reaches to the next one.
        guard function.size == 0 || address - function.start < function.size else { return nil }
        let name = text(at: UInt64(function.name))
        return name.isEmpty ? nil : name
    }

    /// The text from `offset` up to the next NUL; empty for offsets outside.
    private func text(at offset: UInt64) -> String {
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

    private struct Symbol: BitwiseCopyable {
        var name: UInt32
        var info: UInt8
        var other: UInt8
        var section: UInt16
        var value: UInt64
        var size: UInt64
    }

    /// Sorted by address, one for each.
    private static func functions(in table: Range<UInt64>, of source: ByteSource) -> [Function] {
        var functions: [Function] = []
        let stride = UInt64(MemoryLayout<Symbol>.stride)
        // In parts, for the table itself is not kept.
        let part = stride * 4096
        var start = table.lowerBound
        while start < table.upperBound {
            let count = min(part, table.upperBound - start)
            guard let bytes = source.bytes(at: start, count: count) else { return [] }
            add(bytes, to: &functions)
            start += count
        }
        functions.sort { ($0.start, $0.rank, $0.name) < ($1.start, $1.rank, $1.name) }
        var kept = 0
        for index in functions.indices where kept == 0 || functions[kept - 1].start != functions[index].start {
            functions[kept] = functions[index]
            kept += 1
        }
        functions.removeSubrange(kept...)
        return functions
    }

    private static func add(_ table: [UInt8], to functions: inout [Function]) {
        let stride = MemoryLayout<Symbol>.stride
        table.withUnsafeBytes { bytes in
            for number in 0..<bytes.count / stride {
                let symbol = bytes.loadUnaligned(fromByteOffset: number * stride, as: Symbol.self)
                let type = symbol.info & 0xf
                // Functions, and functions chosen at load time; defined ones only.
                guard type == 2 || type == 10, symbol.section != 0, symbol.name != 0 else { continue }
                functions.append(
                    Function(start: symbol.value, size: symbol.size, name: symbol.name, rank: rank(of: symbol))
                )
            }
        }
    }

    private static func rank(of symbol: Symbol) -> UInt8 {
        let binding: UInt8 =
            switch symbol.info >> 4 {
            case 1: 0  // global
            case 2: 1  // weak
            default: 2
            }
        return symbol.size == 0 ? binding + 3 : binding
    }
}
