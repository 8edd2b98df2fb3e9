/// What the head of an ELF file says about how the kernel will start it.
///
/// Offsets are those of the ELF-64 and ELF-32 object file formats (System V ABI, chapters 4 and 5). Everything is read
/// with bounds checks: a truncated or foreign file is nil, or a header without an interpreter.
struct ELFHeader: Equatable {
    /// `e_machine`.
    var machine: UInt16
    var is64Bit: Bool
    /// `e_type`.
    var type: UInt16
    /// The dynamic loader (PT_INTERP); nil in a statically linked file.
    var interpreter: String?

    static let executable: UInt16 = 2
    static let sharedObject: UInt16 = 3
    static let x86_64: UInt16 = 62
    static let aarch64: UInt16 = 183

    private static let interpreterSegment: UInt64 = 3
    private static let longestPath = 4096
    private static let longestTable = 1 << 20

    /// Reads the header through `read`, which returns up to `count` bytes at `offset`.
    init?(read: (_ offset: UInt64, _ count: Int) -> [UInt8]) {
        let head = read(0, 64)
        guard head.starts(with: [0x7f, 0x45, 0x4c, 0x46]), head.count >= 52 else { return nil }
        guard head[4] == 1 || head[4] == 2, head[5] == 1 || head[5] == 2 else { return nil }
        is64Bit = head[4] == 2
        let isBigEndian = head[5] == 2
        func number(_ bytes: [UInt8], at offset: Int, width: Int) -> UInt64? {
            guard offset + width <= bytes.count else { return nil }
            let field = bytes[offset..<offset + width]
            return (isBigEndian ? Array(field) : field.reversed()).reduce(0) { $0 << 8 | UInt64($1) }
        }
        guard let type = number(head, at: 16, width: 2), let machine = number(head, at: 18, width: 2) else {
            return nil
        }
        self.type = UInt16(truncatingIfNeeded: type)
        self.machine = UInt16(truncatingIfNeeded: machine)

        guard let table = is64Bit ? number(head, at: 32, width: 8) : number(head, at: 28, width: 4),
            let stride = number(head, at: is64Bit ? 54 : 42, width: 2),
            let count = number(head, at: is64Bit ? 56 : 44, width: 2),
            stride >= (is64Bit ? 56 : 32)
        else { return }
        let entries = read(table, min(Int(stride) * Int(count), Self.longestTable))
        for index in 0..<Int(count) {
            let start = index * Int(stride)
            guard let kind = number(entries, at: start, width: 4) else { return }
            guard kind == Self.interpreterSegment else { continue }
            guard
                let offset = is64Bit
                    ? number(entries, at: start + 8, width: 8) : number(entries, at: start + 4, width: 4),
                let size = is64Bit
                    ? number(entries, at: start + 32, width: 8) : number(entries, at: start + 16, width: 4)
            else { return }
            let path = read(offset, Int(min(size, UInt64(Self.longestPath)))).prefix { $0 != 0 }
            interpreter = String(decoding: path, as: UTF8.self)
            return
        }
    }
}
