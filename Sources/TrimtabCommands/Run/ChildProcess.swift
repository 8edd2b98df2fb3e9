import CTrimtabPlatform
import Foundation

/// The program that is watched. There is one per process: signals sent to this process go on to it.
struct ChildProcess {
    let processID: pid_t

    /// Starts the program.
    ///
    /// - Parameters:
    ///   - path: The file to execute.
    ///   - arguments: The last so many of this process's own arguments, passed on byte for byte.
    ///   - variables: What to set in the environment, which otherwise is this process's.
    init(path: String, lastArguments count: Int, variables: [String: String]) throws {
        let arguments = CommandLine.unsafeArgv + (Int(CommandLine.argc) - count)
        var entries = variables.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") }
        entries.append(nil)
        defer { entries.forEach { free($0) } }
        var pid: pid_t = 0
        let error = trimtab_child_start(path, arguments, entries, &pid)
        guard error == 0 else {
            throw CommandError(.badProgram, "cannot run '\(path)': \(errorText(error))")
        }
        processID = pid
    }

    /// Blocks until the program has ended. It is not reaped yet, so `/proc` still knows it.
    func waitForEnd() throws {
        let error = trimtab_child_wait_for_end()
        guard error == 0 else { throw CommandError(.system, "cannot wait for the program: \(errorText(error))") }
    }

    /// Reaps the program and tells how it ended. From here on signals to this process are its own again.
    func reap() throws -> trimtab_child_end {
        var end = trimtab_child_end()
        let error = trimtab_child_reap(&end)
        guard error == 0 else { throw CommandError(.system, "cannot reap the program: \(errorText(error))") }
        return end
    }
}
