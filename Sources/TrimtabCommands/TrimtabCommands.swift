package import ArgumentParser
import Foundation

/// The commands of `trimtab` but for `top`.
package enum TrimtabCommands {
    package static let version = "0.1.0"

    package static let all: [any ParsableCommand.Type] = [
        RunCommand.self, ReportCommand.self, DiffCommand.self, EscapeCommand.self, DoctorCommand.self, TuneCommand.self,
        PGOCommand.self,
    ]
}

extension ParsableCommand {
    /// Runs the command that the program's arguments name, and leaves with 2 when they, or what they name, are wrong.
    ///
    /// - Parameter check: What is looked at first, and throws if it is wrong.
    package static func runAsProgram(after check: () throws -> Void = {}) {
        do {
            try check()
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
}
