/// A function as `llvm-symbolizer` names it.
struct SymbolizerFrame: Hashable, Sendable {
    /// The linker's name; nil if unknown.
    var function: String?
    var file: String?
    var line: Int?
    var column: Int?
}
