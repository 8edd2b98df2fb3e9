import ArgumentParser
import EscapeAnalysis

/// What is built and analyzed.
struct EscapeBuildOptions: ParsableArguments {
    @Option(name: .customLong("package-path"), help: ArgumentHelp("The package's folder.", valueName: "dir"))
    var packagePath = "."

    @Option(
        name: .customLong("target"),
        help: ArgumentHelp("Analyze this target alone; may be repeated.", valueName: "name")
    )
    var targets: [String] = []

    @Flag(help: "Analyze the code of a debug build.")
    var debug = false

    @Option(
        name: .customLong("scratch-path"),
        help: ArgumentHelp("Where to build, instead of .build/trimtab-escape in the package.", valueName: "dir")
    )
    var scratchPath: String?

    @Option(
        name: .customLong("build-option"),
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "A further option of swift build, such as --disable-sandbox; may be repeated.",
            valueName: "option"
        )
    )
    var buildOptions: [String] = []

    @Flag(name: .shortAndLong, help: "Say nothing about progress.")
    var quiet = false

    func analyze() throws(EscapeError) -> EscapeReport {
        let analysis = EscapeAnalysis(
            package: packagePath,
            options: EscapeAnalysis.Options(
                targets: targets,
                isOptimized: !debug,
                scratchFolder: scratchPath,
                buildOptions: buildOptions
            )
        )
        let isQuiet = quiet
        let progress = ProgressLine()
        let result = Waiting.run { () async -> Result<EscapeReport, EscapeError> in
            do throws(EscapeError) {
                return .success(try await analysis.run { if !isQuiet { progress.show($0) } })
            } catch {
                return .failure(error)
            }
        }
        progress.clear()
        return try result.get()
    }
}
