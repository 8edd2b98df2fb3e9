import BuildProducts
import Foundation
import Subprocess

@testable import Profiles

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// A program run with the preload but without `trimtab run`: the hooks and the recording alone.
struct RecordedRun {
    var status: TerminationStatus
    var output: String
    var recording: Recording

    static let preload = BuildProducts.path(of: "lib/trimtab/libtrimtab-preload.so")

    /// Runs the product `program` of this package, or any program by its path.
    init(_ program: String, _ arguments: [String] = [], interval: Int, more: [String: String] = [:]) async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("hooks-\(UUID().uuidString).trimtab")
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var environment: [Environment.Key: String?] = [
            "LD_PRELOAD": ([more["LD_PRELOAD"], Self.preload].compactMap { $0 }).joined(separator: ":"),
            "TRIMTAB_RECORDING": file.path,
            "TRIMTAB_SAMPLING_INTERVAL": String(interval),
        ]
        for (name, value) in more where name != "LD_PRELOAD" {
            environment[Environment.Key(stringLiteral: name)] = value
        }
        let path = program.contains("/") ? program : BuildProducts.path(of: program)
        let result = try await Subprocess.run(
            .path(FilePath(path)),
            arguments: Arguments(arguments),
            environment: .inherit.updating(environment),
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        status = result.terminationStatus
        output = result.standardOutput + result.standardError
        recording = try Recording(contentsOf: file.path)
    }
}
