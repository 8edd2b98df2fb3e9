#if Server

import BuildProducts
import Foundation

/// The workload `DiagnosedService`, which does what it is told.
///
/// Sendable: the process is started and ended by one test, and what is between goes through pipes.
final class DiagnosedProcess: @unchecked Sendable {
    private let process = Process()
    private let input = Pipe()
    private let lines: LineReader
    let port: Int

    /// - Parameter environment: Beside that of the tests.
    init(environment: [String: String] = [:], folder: String? = nil) async throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: BuildProducts.path(of: "DiagnosedService"))
        process.arguments = ["127.0.0.1:0"] + (folder.map { [$0] } ?? [])
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        lines = LineReader(output.fileHandleForReading)
        let line = try await lines.first { $0.hasPrefix("listening ") }
        port = line.split(separator: ":").last.flatMap { Int($0) } ?? 0
    }

    /// Returns when it is done.
    func tell(_ command: String) async throws {
        send(command)
        _ = try await lines.first { $0 == "done \(command)" }
    }

    /// Does not wait until it is done.
    func send(_ command: String) {
        input.fileHandleForWriting.write(Data("\(command)\n".utf8))
    }

    /// Ends it.
    /// - Returns: Its exit status.
    func end() async -> Int32 {
        try? input.fileHandleForWriting.close()
        let process = process
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                process.waitUntilExit()
                continuation.resume(returning: process.terminationStatus)
            }
        }
    }

    func ask(_ path: String) async -> ServedRequest? { await ServedRequest.send(path, port: port) }
    func act(_ action: String) async -> ServedRequest? {
        await ServedRequest.send("/debug/trimtab/actions/\(action)", method: "POST", port: port)
    }
}

#endif
