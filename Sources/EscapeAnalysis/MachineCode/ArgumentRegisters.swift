/// What the registers of the first two integer arguments hold, as far as the code says it in numbers.
struct ArgumentRegisters {
    private(set) var values: (first: Int?, second: Int?) = (nil, nil)

    /// Follows an instruction that is no branch.
    mutating func note(_ line: UnsafeRawBufferPointer, mnemonic: UnsafeRawBufferPointer) {
        // Few instructions write one of these registers; the bytes of its name tell which may.
        guard let tab = line.lastIndex(of: UInt8(ascii: "\t")), tab + 3 < line.count else { return }
        var operands = UnsafeRawBufferPointer(rebasing: line[(tab + 1)...])
        // What the disassembler explains comes after it: `leaq 0x1a95(%rip), %rdi      # 0x7a40 <name>`.
        if operands.last == UInt8(ascii: ">"), let comment = operands.firstIndex(of: UInt8(ascii: "#")) {
            let end = operands[..<comment].lastIndex { $0 != UInt8(ascii: " ") } ?? 0
            operands = UnsafeRawBufferPointer(rebasing: operands[...end])
        }
        if operands.last == UInt8(ascii: "i"), operands.count > 4 {
            noteX86(operands, mnemonic: mnemonic)
        } else if operands.first == UInt8(ascii: "w") || operands.first == UInt8(ascii: "x") {
            noteARM(operands, mnemonic: mnemonic)
        }
    }

    /// `movl $0x18, %esi`: the register that is written comes last.
    private mutating func noteX86(_ operands: UnsafeRawBufferPointer, mnemonic: UnsafeRawBufferPointer) {
        let text = Substring(decoding: operands, as: UTF8.self)
        let isFirst = text.hasSuffix("%edi") || text.hasSuffix("%rdi")
        guard isFirst || text.hasSuffix("%esi") || text.hasSuffix("%rsi") else { return }
        var value: Int?
        if mnemonic.starts(with: "mov".utf8), text.hasPrefix("$0x") {
            value = Int(text.dropFirst(3).prefix { $0 != "," }, radix: 16)
        } else if mnemonic.starts(with: "xor".utf8), Self.zeroes.contains(text) {
            value = 0
        }
        set(value, isFirst: isFirst)
    }

    /// What is combined with itself is 0.
    private static let zeroes: Set<Substring> = ["%edi, %edi", "%rdi, %rdi", "%esi, %esi", "%rsi, %rsi"]

    /// `mov w1, #0x18`: the register that is written comes first.
    private mutating func noteARM(_ operands: UnsafeRawBufferPointer, mnemonic: UnsafeRawBufferPointer) {
        guard operands.count > 3, operands[2] == UInt8(ascii: ",") else { return }
        let isFirst = operands[1] == UInt8(ascii: "0")
        guard isFirst || operands[1] == UInt8(ascii: "1") else { return }
        let text = Substring(decoding: operands, as: UTF8.self)
        var value: Int?
        if mnemonic.elementsEqual("mov".utf8), text.hasSuffix("zr") {
            value = 0
        } else if mnemonic.elementsEqual("mov".utf8), let hash = text.firstIndex(of: "#") {
            let number = text[text.index(after: hash)...].prefix { $0 != " " }
            value = number.hasPrefix("0x") ? Int(number.dropFirst(2), radix: 16) : Int(number)
        }
        set(value, isFirst: isFirst)
    }

    private mutating func set(_ value: Int?, isFirst: Bool) {
        if isFirst { values.first = value } else { values.second = value }
    }
}
