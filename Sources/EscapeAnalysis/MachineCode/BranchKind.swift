/// The instructions of x86-64 and AArch64 after which the code may go on elsewhere.
enum BranchKind: Hashable {
    /// A call, of a function or of an address if the operand is marked with `*`.
    case call
    /// A jump within the function or to another one.
    case jump
    /// A call or jump to what a register holds.
    case indirect
    /// A jump on a condition.
    case branch
    case `return`
    /// An instruction that stops the program.
    case trap

    /// nil for any other instruction.
    init?(_ mnemonic: UnsafeRawBufferPointer) {
        guard let first = mnemonic.first, let found = Self.byLetter[first]?.first(where: { $0.matches(mnemonic) })
        else {
            return nil
        }
        self = found.kind
    }

    private struct Pattern {
        var text: String
        /// Whether more may follow.
        var isPrefix = false
        var kind: BranchKind

        func matches(_ mnemonic: UnsafeRawBufferPointer) -> Bool {
            isPrefix ? mnemonic.starts(with: text.utf8) : mnemonic.elementsEqual(text.utf8)
        }
    }

    /// The first that matches counts.
    private static let byLetter: [UInt8: [Pattern]] = Dictionary(grouping: [
        Pattern(text: "callq", kind: .call), Pattern(text: "call", kind: .call),
        Pattern(text: "jmp", kind: .jump), Pattern(text: "jmpq", kind: .jump),
        Pattern(text: "j", isPrefix: true, kind: .branch),
        Pattern(text: "ret", isPrefix: true, kind: .return),
        Pattern(text: "ud2", kind: .trap), Pattern(text: "int3", kind: .trap), Pattern(text: "hlt", kind: .trap),
        Pattern(text: "bl", kind: .call), Pattern(text: "b", kind: .jump),
        Pattern(text: "blr", isPrefix: true, kind: .indirect), Pattern(text: "br", kind: .indirect),
        Pattern(text: "braa", isPrefix: true, kind: .indirect), Pattern(text: "b.", isPrefix: true, kind: .branch),
        Pattern(text: "cbz", kind: .branch), Pattern(text: "cbnz", kind: .branch),
        Pattern(text: "tbz", kind: .branch), Pattern(text: "tbnz", kind: .branch), Pattern(text: "brk", kind: .trap),
        Pattern(text: "udf", kind: .trap),
    ]) { $0.text.utf8.first ?? 0 }
}
