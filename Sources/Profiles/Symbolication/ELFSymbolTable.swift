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
    private let names: [UInt8]

    init(_ file: ELFFile) {
        for name in [".symtab", ".dynsym"] {
            guard let section = file.sections.first(where: { $0.name == name }),
                file.sections.indices.contains(section.link),
                let symbols = file.contents(of: section),
                let names = file.contents(of: file.sections[section.link])
            else { continue }
            let functions = Self.functions(in: symbols)
            if !functions.isEmpty {
                self.functions = functions
                self.names = names
                return
            }
        }
        functions = []
        names = []
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
        let name = names.text(at: Int(function.name))
        return name.isEmpty ? nil : name
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
    private static func functions(in table: [UInt8]) -> [Function] {
        let stride = MemoryLayout<Symbol>.stride
        let unsorted = table.withUnsafeBytes { bytes -> [Function] in
            var result: [Function] = []
            for number in 0..<bytes.count / stride {
                let symbol = bytes.loadUnaligned(fromByteOffset: number * stride, as: Symbol.self)
                let type = symbol.info & 0xf
                // Functions, and functions chosen at load time; defined ones only.
                guard type == 2 || type == 10, symbol.section != 0, symbol.name != 0 else { continue }
                result.append(
                    Function(start: symbol.value, size: symbol.size, name: symbol.name, rank: rank(of: symbol))
                )
            }
            return result
        }
        var result: [Function] = []
        for function in unsorted.sorted(by: { ($0.start, $0.rank, $0.name) < ($1.start, $1.rank, $1.name) })
        where result.last?.start != function.start {
            result.append(function)
        }
        return result
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
