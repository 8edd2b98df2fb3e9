import BuildProducts
import Foundation
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// The built `trimtab`, run as a person would run it.
struct CommandLineTool {
    /// What a run left behind.
    struct Result {
        var status: TerminationStatus
        var output: [UInt8]
        var errors: String

        var text: String { String(decoding: output, as: UTF8.self) }
        /// The lines on standard error, without empty ones.
        var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
    }

    static let path = BuildProducts.path(of: "trimtab")

    /// Runs `trimtab` with `arguments` in `folder`, with more in its environment.
    static func run(
        _ arguments: [String],
        in folder: TemporaryFolder,
        environment: [String: String] = [:],
        input: [UInt8] = []
    ) async throws -> Result {
        try await run(program: path, arguments, in: folder, environment: environment, input: input)
    }

    /// Runs any program in the same way, for what wraps `trimtab` or is compared with it.
    static func run(
        program: String,
        _ arguments: [String],
        in folder: TemporaryFolder,
        environment: [String: String] = [:],
        input: [UInt8] = []
    ) async throws -> Result {
        let overrides = environment.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) }
        let result = try await Subprocess.run(
            .path(FilePath(program)),
            arguments: Arguments(arguments),
            environment: .inherit.updating(Dictionary(uniqueKeysWithValues: overrides)),
            workingDirectory: FilePath(folder.path),
            input: .array(input),
            output: .bytes(limit: 1 << 28),
            error: .bytes(limit: 1 << 24)
        )
        return Result(
            status: result.terminationStatus,
            output: result.standardOutput,
            errors: String(decoding: result.standardError, as: UTF8.self)
        )
    }
}
