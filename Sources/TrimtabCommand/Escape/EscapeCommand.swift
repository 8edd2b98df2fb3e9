import ArgumentParser
import EscapeAnalysis
import Foundation

/// `trimtab escape`: shows which heap allocations a package's code makes, and why.
struct EscapeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "escape",
        abstract: "Show which heap allocations a package's code makes, and why."
    )

    @Option(name: .customLong("package-path"), help: ArgumentHelp("The package's folder.", valueName: "dir"))
    var packagePath = "."

    func run() throws {
        let analysis = EscapeAnalysis(package: packagePath)
        let result = Waiting.run { () async -> Result<EscapeReport, EscapeError> in
            do throws(EscapeError) {
                return .success(try await analysis.run { StandardError.write("\($0)\n") })
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let report):
            let data = try JSONEncoder().encode(report)
            try OutputFile(path: "-", option: "--json").write(data)
        case .failure(let error):
            StandardError.write(error.output)
            StandardError.error(error.description)
            throw ExitCode(3)
        }
    }
}
