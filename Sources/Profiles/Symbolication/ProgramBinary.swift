/// What a program's file tells of how it was built, as far as it matters for profiling.
package struct ProgramBinary: Sendable {
    private let file: ELFFile

    /// nil if the file cannot be read or is no 64-bit ELF file.
    package init?(path: String) {
        guard let file = ELFFile(path: path) else { return nil }
        self.file = file
    }

    /// Whether it can be started: not an object file, a core dump or a library.
    package var isProgram: Bool { file.type == 2 || file.type == 3 && (file.hasInterpreter || hasEntrySection) }

    /// Whether nothing can be preloaded into it.
    package var isStaticallyLinked: Bool { !file.hasInterpreter }

    /// Whether source lines can be had from this file itself.
    package var hasDebugInformation: Bool { file.hasDebugInformation }

    /// Whether its own functions have names.
    package var hasSymbolTable: Bool { file.sections.contains { $0.name == ".symtab" } }

    /// Whether it holds Swift code.
    package var holdsSwift: Bool { file.sections.contains { $0.name.hasPrefix("swift5_") } }

    /// The share of its larger functions that set up a frame pointer, from 0 to 1; nil where it cannot be told.
    package var framePointerShare: Double? { FramePointers(file)?.share }

    /// Names of dynamic symbols, such as of an allocator that is linked into the program; at most 200,000.
    package var dynamicSymbols: Set<String> {
        guard let section = file.sections.first(where: { $0.name == ".dynstr" }), let bytes = file.contents(of: section)
        else { return [] }
        return Set(
            bytes.split(separator: 0, maxSplits: 200_000).prefix(200_000).map { String(decoding: $0, as: UTF8.self) }
        )
    }

    private var hasEntrySection: Bool { file.sections.contains { $0.name == "swift5_entry" } }
}
