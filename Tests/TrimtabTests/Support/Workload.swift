import BuildProducts
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// `TrimtabWorkload`, run with variables of its own and none of this process that could say something else.
enum Workload {
    struct Outcome {
        let status: TerminationStatus
        let output: String
        let log: String
    }

    static func run(_ mode: String, _ variables: [String: String] = [:]) async throws -> Outcome {
        var environment: [Environment.Key: String] = ["PATH": "/usr/bin:/bin"]
        for (name, value) in variables { environment[Environment.Key(stringLiteral: name)] = value }
        let result = try await Subprocess.run(
            .path(FilePath(BuildProducts.path(of: "TrimtabWorkload"))),
            arguments: [mode],
            environment: .custom(environment),
            output: .string(limit: 1 << 22),
            error: .string(limit: 1 << 22)
        )
        return Outcome(
            status: result.terminationStatus,
            output: result.standardOutput,
            log: result.standardError
        )
    }
}
