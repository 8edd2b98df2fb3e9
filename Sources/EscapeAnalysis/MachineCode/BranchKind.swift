/// The instructions of x86-64 and AArch64 that lead elsewhere.
enum BranchKind: Hashable {
    /// A call, of a function or of an address if the operand is marked with `*`.
    case call
    /// A jump that may lead to another function.
    case jump
    /// A call or jump to what a register holds.
    case indirect
    /// A conditional jump or a return.
    case within

    /// nil for any other instruction.
    init?(_ mnemonic: UnsafeRawBufferPointer) {
        guard let first = mnemonic.first else { return nil }
        switch first {
        case UInt8(ascii: "c"):
            if mnemonic.elementsEqual("callq".utf8) || mnemonic.elementsEqual("call".utf8) {
                self = .call
            } else if mnemonic.elementsEqual("cbz".utf8) || mnemonic.elementsEqual("cbnz".utf8) {
                self = .within
            } else {
                return nil
            }
        case UInt8(ascii: "j"):
            self = mnemonic.elementsEqual("jmp".utf8) || mnemonic.elementsEqual("jmpq".utf8) ? .jump : .within
        case UInt8(ascii: "b"):
            if mnemonic.elementsEqual("bl".utf8) {
                self = .call
            } else if mnemonic.elementsEqual("b".utf8) {
                self = .jump
            } else if mnemonic.starts(with: "blr".utf8) || mnemonic.starts(with: "br".utf8) {
                self = .indirect
            } else if mnemonic.starts(with: "b.".utf8) {
                self = .within
            } else {
                return nil
            }
        case UInt8(ascii: "r"):
            guard mnemonic.starts(with: "ret".utf8) else { return nil }
            self = .within
        default: return nil
        }
    }
}
