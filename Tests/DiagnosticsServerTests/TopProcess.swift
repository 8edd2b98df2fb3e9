#if Server

import BuildProducts
import Foundation

/// `trimtab top --json`, as it is built, for the length of a test.
///
/// Sendable: the process is started and ended by one test, and what is between goes through pipes.
final class TopProcess: @unchecked Sendable {
    private let process = Process()
    private let lines: LineReader
    private let errors: LineReader

    /// - Parameters:
    ///   - target: A URL, a socket or a process.
    ///   - token: In the environment.
    init(_ target: String, token: String? = nil, count: Int? = nil) throws {
        let (output, errorOutput) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: BuildProducts.path(of: "trimtab"))
        process.arguments =
            ["top", target, "--json", "--interval", "0.5"] + (count.map { ["--count", String($0)] } ?? [])
        process.environment = ProcessInfo.processInfo.environment.merging(["TRIMTAB_DIAGNOSTICS_TOKEN": token ?? ""]) {
            $1
        }
        process.standardOutput = output
        process.standardError = errorOutput
        try process.run()
        lines = LineReader(output.fileHandleForReading)
        errors = LineReader(errorOutput.fileHandleForReading)
    }

    /// The next look that is as wanted.
    func look(where isWanted: ([String: Any]) -> Bool) async throws -> [String: Any] {
        var found: [String: Any] = [:]
        _ = try await lines.first { line in
            found = (try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]) ?? [:]
            return isWanted(found)
        }
        return found
    }

    /// What it says on standard error, in one line.
    func complaint() async throws -> String { try await errors.first { !$0.isEmpty } }

    /// Ends it, unless it has ended by itself.
    /// - Returns: Its exit status, or the signal's number.
    func end(_ isToBeStopped: Bool = true) async -> Int32 {
        // Threads that run tasks may block all other signals, and what they start inherits that.
        if isToBeStopped { kill(process.processIdentifier, SIGKILL) }
        let process = process
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                process.waitUntilExit()
                continuation.resume(returning: process.terminationStatus)
            }
        }
    }
}

#endif
