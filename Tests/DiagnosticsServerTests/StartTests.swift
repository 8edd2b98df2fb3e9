#if Server

import DiagnosticsServer
import Foundation
import Logging
import ServiceLifecycle
import Testing

/// What keeps a server from starting is said clearly, and the application decides whether that ends it.
@Suite struct StartTests {
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func error(
        at address: DiagnosticsAddress,
        failure: DiagnosticsServer.Configuration.Failure = .fatal
    ) async throws -> DiagnosticsServerError? {
        var configuration = DiagnosticsServer.Configuration(address: address, failure: failure)
        configuration.watchesTasks = false
        let server = try DiagnosticsServer(configuration: configuration, logger: logger)
        do {
            try await server.run()
            return nil
        } catch {
            return error as? DiagnosticsServerError
        }
    }

    @Test func anAddressInUse() async throws {
        try await RunningServer.with { port in
            let error = try await error(at: .network(host: "127.0.0.1", port: port))
            #expect(error?.code == .addressInUse)
            #expect(error?.description.contains("127.0.0.1:\(port)") == true)
        }
    }

    @Test(arguments: ["203.0.113.7", "no-such-host.invalid"])
    func anAddressThatThisMachineDoesNotHave(host: String) async throws {
        var configuration = DiagnosticsServer.Configuration(
            address: .network(host: host, port: 0),
            token: "0123456789abcdef"
        )
        configuration.watchesTasks = false
        let server = try DiagnosticsServer(configuration: configuration, logger: logger)
        let error = await #expect(throws: DiagnosticsServerError.self) { try await server.run() }
        #expect(error?.code == .unavailable)
        #expect(error?.description.contains(host) == true)
    }

    @Test func aSocketInAFolderThatIsNotThere() async throws {
        let error = try await error(at: .unix(path: "/no/such/folder/x.sock"))
        #expect(error?.code == .unavailable)
        #expect(error?.description.contains("/no/such/folder/x.sock") == true)
    }

    @Test func aSocketOnAFileSystemThatCannotBeWrittenTo() async throws {
        #expect(try await error(at: .unix(path: "/proc/x.sock"))?.code == .unavailable)
    }

    @Test func aSocketInThePlaceOfAFileLeavesTheFile() async throws {
        try await inFolder { folder in
            let path = "\(folder)/x.sock"
            try "precious".write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try await error(at: .unix(path: path))?.code == .unavailable)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
        }
    }

    @Test(arguments: ["0.0.0.0", "192.0.2.1", "::", "example.org"])
    func anAddressOnTheNetworkWithoutAToken(host: String) {
        let error = #expect(throws: DiagnosticsServerError.self) {
            try DiagnosticsServer(configuration: .init(address: .network(host: host, port: 0)), logger: logger)
        }
        #expect(error?.code == .needsToken)
        #expect(error?.description.contains("TRIMTAB_DIAGNOSTICS_TOKEN") == true)
    }

    @Test(arguments: ["", "short", "0123456789abcde", "0123456789 abcdef"])
    func aTokenThatCouldBeGuessed(token: String) {
        let error = #expect(throws: DiagnosticsServerError.self) {
            try DiagnosticsServer(
                configuration: .init(address: .network(host: "::1", port: 0), token: token),
                logger: logger
            )
        }
        #expect(error?.code == .invalidSetting)
        #expect(error?.description.contains(token.isEmpty ? "token" : "16") == true)
    }

    @Test func theApplicationGoesOnWithoutDiagnosticsIfItWants() async throws {
        try await RunningServer.with { port in
            let log = try await withThrowingTaskGroup(of: DiagnosticsServerError?.self) { group in
                group.addTask { try await error(at: .network(host: "127.0.0.1", port: port), failure: .logged) }
                group.addTask { nil }
                // The second ends at once; the first goes on until it is told to end.
                _ = try await group.next()
                group.cancelAll()
                return try await group.next()
            }
            #expect(log == .some(nil))
        }
    }

    @Test func aSocketIsItsOwnersAloneAndGoesWithTheServer() async throws {
        try await inFolder { folder in
            let path = "\(folder)/x-{pid}.sock"
            let expanded = "\(folder)/x-\(ProcessInfo.processInfo.processIdentifier).sock"
            var configuration = DiagnosticsServer.Configuration(address: .unix(path: path))
            configuration.watchesTasks = false
            let (addresses, continuation) = AsyncStream<DiagnosticsAddress>.makeStream()
            let server = try DiagnosticsServer(configuration: configuration, logger: logger) { continuation.yield($0) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await server.run() }
                for await address in addresses {
                    #expect(address == .unix(path: expanded))
                    break
                }
                let mode = try FileManager.default.attributesOfItem(atPath: expanded)[.posixPermissions] as? Int
                #expect(mode == 0o600)
                let client = try #require(RawClient(path: expanded))
                // Whoever reaches the file need not name the machine.
                #expect(await ServedRequest.send("/debug/pprof/cmdline", by: client, host: "anything")?.status == 200)
                #expect(try await error(at: .unix(path: path))?.code == .addressInUse)
                group.cancelAll()
                try await group.waitForAll()
            }
            #expect(!FileManager.default.fileExists(atPath: expanded))
        }
    }

    @Test func aSocketThatAKilledProcessLeftIsTaken() async throws {
        try await inFolder { folder in
            let path = "\(folder)/x.sock"
            let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    _ = bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            close(descriptor)
            let (addresses, continuation) = AsyncStream<DiagnosticsAddress>.makeStream()
            var configuration = DiagnosticsServer.Configuration(address: .unix(path: path))
            configuration.watchesTasks = false
            let server = try DiagnosticsServer(configuration: configuration, logger: logger) { continuation.yield($0) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await server.run() }
                for await _ in addresses { break }
                #expect(RawClient(path: path) != nil)
                group.cancelAll()
                try await group.waitForAll()
            }
        }
    }

    private func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "trimtab-\(UUID().uuidString.prefix(8))"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder.path)
    }
}

#endif
