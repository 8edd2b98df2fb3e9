import ArgumentParser
import Foundation

/// The command line: what a person types to see where a Swift program's memory goes.
@main
struct TrimtabCommand: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "trimtab",
        abstract: "See where a Swift program's memory goes.",
        discussion: """
            EXAMPLES:
              trimtab run -o my-server.trimtab -- ./my-server --port 8080
              trimtab report my-server.trimtab
              trimtab report my-server.trimtab --html report.html
              trimtab diff before.trimtab after.trimtab
              trimtab top 4711
              trimtab escape
              trimtab doctor
              trimtab tune --url http://127.0.0.1:8080/ -- ./my-server
            """,
        version: version,
        subcommands: [
            RunCommand.self, ReportCommand.self, DiffCommand.self, TopCommand.self, EscapeCommand.self,
            DoctorCommand.self, TuneCommand.self, PGOCommand.self,
        ]
    )

    /// Runs the command that the arguments name. Exits with 2 when they, or what they name, are wrong.
    static func main() {
        do {
            try checkName()
            var command = try parseAsRoot()
            try command.run()
        } catch let error as CommandError {
            StandardError.error(error.description)
            exit(withError: ExitCode(CommandError.exitStatus))
        } catch {
            // Help, the version and a program's own status leave as the parser would have them.
            guard !(error is ExitCode), exitCode(for: error) != .success else { exit(withError: error) }
            StandardError.error(message(for: error))
            exit(withError: ExitCode(CommandError.exitStatus))
        }
    }

    /// Fails if the first word is no command; the parser would call it an unexpected argument.
    private static func checkName() throws {
        guard let name = CommandLine.arguments.dropFirst().first, !name.hasPrefix("-") else { return }
        let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
        guard !names.contains(name) else { return }
        throw CommandError(.badValue, "there is no command '\(name)'; see 'trimtab --help'")
    }
}
