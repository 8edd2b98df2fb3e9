/// The way of one module from object files to findings.
struct ModulePass: Sendable {
    let module: ModuleProducts
    /// All modules of the package.
    let modules: Set<String>
    let programs: ToolchainPrograms
    let libraries: LibraryTable
    let sources: OwnSources

    /// - Parameter folder: Where the linked binary goes.
    func run(folder: String) async throws(EscapeError) -> ModuleFindings {
        let cache = ModuleCache(folder: folder, module: module, modules: modules, sources: sources)
        if let known = cache.read() { return known }
        let path = "\(folder)/\(module.module).analysis.so"
        let binary = try await ModuleBinary(products: module, path: path, programs: programs)
        let effects = try await libraries.effects(of: ModuleAnalyzer.externals(of: binary.functions))
        let finder = CallSiteFinder(binary: path, files: SILFiles(), sources: sources, programs: programs)
        let analyzer = ModuleAnalyzer(
            module: module.module,
            modules: modules,
            functions: binary.functions,
            finder: finder,
            effects: effects
        )
        let findings = try await analyzer.analyze()
        cache.write(findings)
        return findings
    }
}
