/// A function as `llvm-symbolizer` names it.
package struct SymbolizerFrame: Hashable, Sendable {
    /// The linker's name; nil if unknown.
    package var function: String?
    package var file: String?
    package var line: Int?
    package var column: Int?
}
