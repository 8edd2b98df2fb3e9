internal import Foundation
internal import Subprocess

#if canImport(System)
internal import System
#else
internal import SystemPackage
#endif

/// Runs a program and reads what it prints while it runs.
struct ToolRun: Sendable {
    let program: String
    let arguments: [String]
    var folder: String?
    /// Changes to the environment; nil takes a variable away.
    var environment: [String: String?] = ["LD_PRELOAD": nil, "TRIMTAB_RECORDING": nil]

    /// Hands all that the program prints to `body`, a piece at a time.
    /// - Parameter mergesErrors: Whether what it says about errors comes among it; it is dropped otherwise.
    /// - Returns: Whether the program ended with status 0.
    func stream(
        mergesErrors: Bool = false,
        _ body: @Sendable (UnsafeRawBufferPointer) -> Void
    ) async throws(EscapeError) -> Bool {
        do {
            if mergesErrors {
                return try await run(error: .combinedWithOutput, body)
            }
            return try await run(error: .discarded, body)
        } catch {
            throw EscapeError(.toolFailed, subject: program, reason: "cannot be run: \(error)")
        }
    }

    /// All that the program prints.
    func output(mergesErrors: Bool = false) async throws(EscapeError) -> (text: String, isSuccess: Bool) {
        let bytes = Collected()
        let isSuccess = try await stream(mergesErrors: mergesErrors) { bytes.add($0) }
        return (String(decoding: bytes.value, as: UTF8.self), isSuccess)
    }

    private func run<Errors: ErrorOutputProtocol>(
        error: Errors,
        _ body: @Sendable (UnsafeRawBufferPointer) -> Void
    ) async throws -> Bool {
        var changes: [Environment.Key: String?] = [:]
        for (name, value) in environment { changes[Environment.Key(stringLiteral: name)] = value }
        let result = try await Subprocess.run(
            .path(FilePath(program)),
            arguments: Arguments(arguments),
            environment: .inherit.updating(changes),
            workingDirectory: folder.map { FilePath($0) },
            input: .none,
            output: .sequence,
            error: error
        ) { process in
            for try await buffer in process.standardOutput {
                buffer.withUnsafeBytes { body($0) }
            }
        }
        return result.terminationStatus.isSuccess
    }
}
