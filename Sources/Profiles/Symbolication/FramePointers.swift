/// Finds out whether a program was built with frame pointers, from the first instructions of its functions.
///
/// `.eh_frame_hdr` lists where functions begin, also in stripped files (Linux Standard Base, chapter 10.6.2). A function
/// with a frame pointer sets it up near its beginning: `mov %rsp, %rbp` or `lea n(%rsp), %rbp` on x86_64, and on aarch64
/// `mov x29, sp` or `add x29, sp, #n`. Small functions may do without and are left out.
struct FramePointers {
    /// From 0 to 1.
    let share: Double

    /// How many bytes of code a function has to have to count.
    private static let leastSize = 64
    /// How many functions are looked at.
    private static let sampleSize = 2000
    /// How many bytes into a function the set-up is looked for: saved registers stand before it.
    private static let prologue = 40
    /// Fewer functions than that tell nothing.
    private static let leastCount = 8

    init?(_ file: ELFFile) {
        guard let text = file.sections.first(where: { $0.name == ".text" }),
            let header = file.sections.first(where: { $0.name == ".eh_frame_hdr" }),
            let table = file.contents(of: header)
        else { return nil }
        let starts = Self.functions(in: table, at: header.address)
        let textEnd = text.address.addingReportingOverflow(text.size)
        guard !textEnd.overflow else { return nil }
        var large: [UInt64] = []
        for (start, next) in zip(starts, starts.dropFirst())
        where start >= text.address && next <= textEnd.partialValue && next - start >= UInt64(Self.leastSize) {
            large.append(start)
        }
        let step = max(1, large.count / Self.sampleSize)
        var counted = 0
        var found = 0
        for index in stride(from: 0, to: large.count, by: step) {
            let offset = text.offset.addingReportingOverflow(large[index] - text.address)
            guard !offset.overflow,
                let code = file.source.bytes(at: offset.partialValue, count: UInt64(Self.prologue))
            else { continue }
            counted += 1
            if Self.setsUpFrame(code, machine: file.machine) { found += 1 }
        }
        guard counted >= Self.leastCount else { return nil }
        share = Double(found) / Double(counted)
    }

    /// Where functions begin, ascending. Only the encoding that linkers write is read: pairs of 32-bit numbers that are
    /// relative to the section.
    private static func functions(in table: [UInt8], at address: UInt64) -> [UInt64] {
        let head = 12
        guard table.count >= head, table[0] == 1, table[2] == 0x03, table[3] == 0x3b else { return [] }
        return table.withUnsafeBytes { bytes in
            let said = Int(bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
            let count = min(said, (table.count - head) / 8)
            return (0..<count).map { number in
                let distance = bytes.loadUnaligned(fromByteOffset: head + number * 8, as: Int32.self)
                return address &+ UInt64(bitPattern: Int64(distance))
            }.sorted()
        }
    }

    private static func setsUpFrame(_ code: [UInt8], machine: UInt16) -> Bool {
        if machine == 183 {
            return stride(from: 0, to: code.count - 3, by: 4).contains { place in
                let word = (0..<4).reduce(UInt32(0)) { $0 | UInt32(code[place + $1]) << UInt32(8 * $1) }
                // add x29, sp, #n; with n = 0 it is mov x29, sp.
                return word & 0xffc0_03ff == 0x9100_03fd
            }
        }
        return code.indices.dropLast(3).contains { place in
            let rest = code[place...]
            return rest.starts(with: [0x48, 0x89, 0xe5]) || rest.starts(with: [0x48, 0x8d, 0x6c, 0x24])
                || rest.starts(with: [0x48, 0x8b, 0xec])
        }
    }
}
