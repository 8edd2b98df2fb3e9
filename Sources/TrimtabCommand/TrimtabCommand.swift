import ArgumentParser
import TrimtabCommands

/// The command line: what a person types to see where a Swift program's memory goes.
@main
struct TrimtabCommand: ParsableCommand {
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
        version: TrimtabCommands.version,
        subcommands: TrimtabCommands.all + [TopCommand.self]
    )

    static func main() {
        runAsProgram(after: checkName)
    }

    /// Fails if the first word is no command; the parser would call it an unexpected argument.
    private static func checkName() throws {
        guard let name = CommandLine.arguments.dropFirst().first, !name.hasPrefix("-") else { return }
        let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
        guard !names.contains(name) else { return }
        throw CommandError(.badValue, "there is no command '\(name)'; see 'trimtab --help'")
    }
}
