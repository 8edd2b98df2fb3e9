internal import Foundation

/// What the exported functions of the installed toolchain's libraries do to the heap, derived from their machine code.
///
/// A library is disassembled when a function of it is first asked for, and kept by its build id in the user's cache.
actor LibraryTable {
    private let programs: ToolchainPrograms
    private let cache: LibraryCache
    private let progress: @Sendable (String) -> Void
    /// Libraries that were asked for, in the order in which they were read.
    private var libraries: [LibraryEffects] = []
    private var read: Set<String> = []
    private var exports: [String: Set<String>] = [:]

    init(programs: ToolchainPrograms, cache: LibraryCache, progress: @escaping @Sendable (String) -> Void) {
        self.programs = programs
        self.cache = cache
        self.progress = progress
    }

    /// What calls of these functions mean; those that no library has are left out.
    func effects(of names: Set<String>) async throws(EscapeError) -> [String: CalleeEffect] {
        var missing = names.filter { effect(of: $0) == nil }
        for library in Self.order where !missing.isEmpty && !read.contains(library) {
            guard try await !exports(of: library).isDisjoint(with: missing) else { continue }
            try await readLibrary(library)
            missing = missing.filter { effect(of: $0) == nil }
        }
        var result: [String: CalleeEffect] = [:]
        for name in names { result[name] = effect(of: name) }
        return result
    }

    private func effect(of name: String) -> CalleeEffect? {
        for library in libraries {
            if let effect = library.effect(of: name) { return effect }
        }
        return nil
    }

    private func path(of library: String) -> String { "\(programs.libraries)/\(library).so" }

    private func exports(of library: String) async throws(EscapeError) -> Set<String> {
        if let known = exports[library] { return known }
        var names: Set<String> = []
        if FileManager.default.fileExists(atPath: path(of: library)) {
            let tool = ToolRun(
                program: programs.path(of: "llvm-nm"),
                arguments: ["--dynamic", "--defined-only", "--format=just-symbols", path(of: library)]
            )
            let (text, _) = try await tool.output()
            names = Set(text.split(separator: "\n").map { String($0.prefix { $0 != "@" }) })
        }
        exports[library] = names
        return names
    }

    /// Reads a library, after those that it stands on.
    private func readLibrary(_ library: String) async throws(EscapeError) {
        guard read.insert(library).inserted else { return }
        for foundation in Self.foundations(of: library) { try await readLibrary(foundation) }
        let path = path(of: library)
        guard FileManager.default.fileExists(atPath: path) else { return }
        let key = LibraryCache.key(ofLibrary: path)
        if let key, let known = cache.read(key) {
            libraries.append(known)
            return
        }
        progress("reading \(library)")
        let functions = try await ModuleBinary.functions(of: path, programs: programs)
        let known = libraries
        let external = { (name: String) in known.lazy.compactMap { $0.effect(of: name) }.first }
        let effects = LibraryEffects(
            exports: try await exports(of: library),
            functions: Set(functions.map(\.name)),
            usual: CallGraph(functions, countsMetadata: false, external: external),
            strict: CallGraph(functions, countsMetadata: true, external: external),
            certain: CertainAllocators(functions) { external($0) == .always }.names
        )
        if let key { cache.write(effects, key: key) }
        libraries.append(effects)
    }

    /// In the order in which they stand on each other. ICU, 40 MB of C++, is taken to allocate by whoever calls it.
    private static let order = [
        "libswiftCore", "libswift_Concurrency", "libswiftSynchronization", "libswift_StringProcessing",
        "libswift_RegexParser", "libswiftRegexBuilder", "libswiftObservation", "libswiftDistributed",
        "libswift_Differentiation", "libdispatch", "libBlocksRuntime", "libswiftDispatch", "libswiftGlibc",
        "libFoundationEssentials", "libFoundationInternationalization", "libFoundation", "libFoundationXML",
        "libFoundationNetworking", "libswiftSwiftOnoneSupport",
    ]

    private static func foundations(of library: String) -> [String] {
        switch library {
        case "libswiftCore", "libdispatch", "libBlocksRuntime": []
        case "libFoundationInternationalization": ["libswiftCore", "libFoundationEssentials"]
        case "libFoundation", "libFoundationXML", "libFoundationNetworking":
            ["libswiftCore", "libFoundationEssentials", "libFoundationInternationalization"]
        default: ["libswiftCore"]
        }
    }
}
