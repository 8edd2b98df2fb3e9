#if Server

import ArgumentParser
import Logging
import NIOCore
import Trimtab

@main
struct OrderServiceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "OrderService",
        abstract: "An order service to profile: JSON orders, CSV exports and sessions, over HTTP.",
        discussion: "Ends with --duration, --requests, SIGTERM or SIGINT, each time gracefully."
    )

    @Option(help: "The address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 for any free one.")
    var port = 8080

    @Option(
        help: ArgumentHelp(
            "Another order service, such as http://127.0.0.1:8081, to ask for orders that are not here.",
            valueName: "url"
        )
    )
    var downstream: String?

    @OptionGroup(title: "Faults")
    var faults: FaultOptions

    @OptionGroup(title: "Memory")
    var memory: MemoryOptions

    @OptionGroup(title: "Load")
    var load: LoadOptions

    func validate() throws {
        guard (0...65535).contains(port) else {
            throw ValidationError("--port \(port) is out of range. Give 0 to 65535.")
        }
        if let downstream {
            guard downstream.hasPrefix("http://") || downstream.hasPrefix("https://"), !downstream.hasSuffix("/") else {
                throw ValidationError("--downstream \(downstream) is no URL. Give one such as http://127.0.0.1:8081.")
            }
        }
    }

    func run() async throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let logger = Logger(label: "OrderService")
        let trimtab = try TrimtabService.bootstrap(reading: ServiceSettings(memory: memory).reader, logger: logger)
        do {
            try await OrderServer(
                host: host,
                port: port,
                downstream: downstream.map { DownstreamOrders(url: $0) },
                faults: faults,
                load: load,
                trimtab: trimtab,
                logger: logger
            ).run()
        } catch let error as IOError {
            throw ListenError(host: host, port: port, reason: error)
        }
    }
}

#else

import ArgumentParser

@main
struct OrderServiceCommand: ParsableCommand {
    static func main() {
        exit(withError: BuiltWithoutServer())
    }
}

#endif
