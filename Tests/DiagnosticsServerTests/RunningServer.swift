#if Server

import DiagnosticsServer
import Foundation
import Logging

/// A server in this process for the length of a test.
struct RunningServer {
    /// Serves on a free port of 127.0.0.1 unless told otherwise, and gives `body` the port.
    static func with(
        _ change: (inout DiagnosticsServer.Configuration) -> Void = { _ in },
        sources: DiagnosticsSources = DiagnosticsSources(),
        _ body: (_ port: Int) async throws -> Void
    ) async throws {
        var configuration = DiagnosticsServer.Configuration(address: .network(host: "127.0.0.1", port: 0))
        configuration.watchesTasks = false
        change(&configuration)
        let (addresses, continuation) = AsyncStream<DiagnosticsAddress>.makeStream()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let server = try DiagnosticsServer(configuration: configuration, sources: sources, logger: logger) {
            continuation.yield($0)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { continuation.finish() }
                try await server.run()
            }
            for await case .network(_, let port) in addresses {
                try await body(port)
                break
            }
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}

#endif
