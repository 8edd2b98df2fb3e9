/// A call in machine code, and the SIL instruction that it was made from.
struct CallSite: Sendable {
    /// A SIL instruction's place: the key that debug information bears.
    struct Key: Hashable, Sendable {
        var path: String
        var line: Int
    }

    /// The function that bears the code, by the linker's name.
    var function: String
    var call: MachineCall
    /// nil if debug information says nothing.
    var key: Key?
    var instruction: SILInstruction?
    /// Innermost first; empty without an instruction.
    var chain: [SILFrame]
    /// Index into ``chain`` of the package's innermost line.
    var own: Int?
    /// The package's function without lines that the code was inlined from, where ``function`` is a library's.
    var inlinedCopy: String?
}
