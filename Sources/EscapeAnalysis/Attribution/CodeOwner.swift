internal import Profiles

/// Whose code a function of a module's binary is, where no line says so.
enum CodeOwner: Hashable, Sendable {
    /// Somebody wrote it in this module, or the compiler made it of a declaration there.
    case module
    /// A copy of what another module of the package declares. Debug information has no lines within it.
    case package
    /// The compiler's own, or a copy of what a library declares.
    case other
}

/// Tells whose functions are, each once.
struct CodeOwners {
    private let module: Substring
    /// All modules of the package.
    private let modules: Set<Substring>
    private let files: SILFiles
    private let sources: OwnSources
    private var known: [String: CodeOwner] = [:]

    init(module: String, modules: Set<String>, files: SILFiles, sources: OwnSources) {
        self.module = Substring(module)
        self.modules = Set(modules.map { Substring($0) })
        self.files = files
        self.sources = sources
    }

    mutating func owner(of function: String) -> CodeOwner {
        if let owner = known[function] { return owner }
        let owner = find(FunctionName.base(function))
        known[function] = owner
        return owner
    }

    private func find(_ name: String) -> CodeOwner {
        let place = files.declaration(of: name)
        if let place, !sources.contains(place.file) { return .other }
        if place == nil, FunctionName.isMadeByCompiler(name) { return .other }
        let owner = OriginClassifier.module(of: name)
        if owner == module { return .module }
        if modules.contains(owner) { return .package }
        return place == nil ? .other : .module
    }
}
