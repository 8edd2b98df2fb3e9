public import Foundation

/// Finds the heap allocations of a Swift package: which survive optimization, where and why.
///
/// The package is built once more, with the optimizer's usual settings, in a folder of its own. Debug information leads
/// from each call in its machine code that allocates to the operation of the optimized SIL that it was made from, and on
/// to the source. Nothing is run.
public struct EscapeAnalysis: Sendable {
    /// What is analyzed and how it is built.
    public struct Options: Sendable, Hashable {
        /// Names of targets; all of the package's own if empty. Tests and macros are left out unless named.
        public var targets: [String]
        /// Whether to build as for release. Debug builds allocate more.
        public var isOptimized: Bool
        /// Where the analysis builds; nil for `.build/trimtab-escape` in the package.
        public var scratchFolder: String?
        /// Further options of `swift build`, such as `--traits` or `-Xswiftc`.
        public var buildOptions: [String]

        public init(
            targets: [String] = [],
            isOptimized: Bool = true,
            scratchFolder: String? = nil,
            buildOptions: [String] = []
        ) {
            self.targets = targets
            self.isOptimized = isOptimized
            self.scratchFolder = scratchFolder
            self.buildOptions = buildOptions
        }
    }

    /// The package's folder.
    public let package: String
    public let options: Options
    private let environment: [String: String]

    /// - Parameters:
    ///   - package: The folder with `Package.swift`.
    ///   - environment: Where the toolchain (`PATH`) and the cache folder are looked up.
    public init(
        package: String,
        options: Options = Options(),
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.package = URL(fileURLWithPath: package).standardizedFileURL.resolvingSymlinksInPath().path
        self.options = options
        self.environment = environment
    }

    /// Builds the package and reads its machine code.
    /// - Parameter progress: Told what is being done, a line at a time, from any thread.
    /// - Throws: What is missing or does not build; ``EscapeError/output`` has the compiler's own words.
    public func run(
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws(EscapeError) -> EscapeReport {
        let programs = try ToolchainPrograms(environment: environment)
        let scratch = options.scratchFolder ?? "\(package)/.build/trimtab-escape"
        let build = AnalysisBuild(programs: programs, package: package, scratchFolder: scratch, options: options)
        progress("reading the package")
        let description = try await build.describe()
        let targets = try chosen(description)
        let modules = Set(description.targets.map(\.c99name))
        let toolchain = try await build.toolchainVersion()
        progress("building")
        let products = try await build.build(progress: progress)
        let libraries = LibraryTable(
            programs: programs,
            cache: LibraryCache(folder: LibraryCache.folder(in: environment)),
            progress: progress
        )
        let sources = OwnSources(package: package, scratch: scratch)
        var report = EscapeReport(
            toolchain: toolchain,
            package: package,
            isOptimized: options.isOptimized,
            findings: []
        )
        var declarations: [[String: SourcePosition]] = []
        for target in targets {
            progress("analyzing \(target.name)")
            let module = ModuleProducts(target: target, folder: products)
            guard !module.objects.isEmpty else {
                report.coverage.warnings.append("target \(target.name) has no object files: nothing is known of it")
                continue
            }
            let pass = ModulePass(
                module: module,
                modules: modules,
                programs: programs,
                libraries: libraries,
                sources: sources
            )
            let found = try await pass.run(folder: scratch)
            declarations.append(found.declarations)
            report.findings += found.findings
            report.folded += found.folded
            report.freeFunctions += found.freeFunctions
            report.coverage += found.coverage
        }
        GenericOrigins(declarations).name(&report)
        report.makeRelative()
        report.sort()
        return report
    }

    private func chosen(_ description: PackageDescription) throws(EscapeError) -> [PackageDescription.Target] {
        guard !options.targets.isEmpty else { return description.analyzed }
        var result: [PackageDescription.Target] = []
        for name in options.targets {
            guard let target = description.targets.first(where: { $0.name == name }) else {
                let names = description.analyzed.map(\.name).joined(separator: ", ")
                throw EscapeError(
                    .unknownTarget,
                    subject: name,
                    reason: "the package has no such target; it has \(names)"
                )
            }
            result.append(target)
        }
        return result
    }
}
