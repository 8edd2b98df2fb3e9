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
    /// 0 where it listens on a socket file.
    let port: Int

    var id: Int { Int(process.processIdentifier) }

    /// - Parameter environment: Beside that of the tests.
    init(
        environment: [String: String] = [:],
        address: String = "127.0.0.1:0",
        folder: String? = nil
    ) async throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: BuildProducts.path(of: "DiagnosedService"))
        process.arguments = [address] + (folder.map { [$0] } ?? [])
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = input
        process.standardOutput = output
        // It ends with its input, which another process must not keep open.
        _ = fcntl(input.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
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
