// A service with diagnostics and known contents, which does what it is told by lines of its standard input and ends with it.

#if Server

import DiagnosticsServer
import Dispatch
import Foundation
import Logging
import MemoryTuning
import ServiceLifecycle

let arguments = Array(CommandLine.arguments.dropFirst())
let address = try DiagnosticsAddress(parsing: arguments.first ?? "127.0.0.1:0")
var configuration = DiagnosticsServer.Configuration(address: address)
configuration.token = ProcessInfo.processInfo.environment["TRIMTAB_DIAGNOSTICS_TOKEN"]
configuration.recordingFolder = arguments.dropFirst().first
var logger = Logger(label: "service") { StreamLogHandler.standardError(label: $0) }
logger.logLevel = .warning

let tuner = try MemoryTuner(configuration: .init(limit: .bytes(2 << 30)), logger: logger)
let server = try DiagnosticsServer(
    configuration: configuration,
    sources: DiagnosticsSources(tuner: tuner) { _ in
        .init(contentType: "text/plain; version=0.0.4", body: Array("planted_metric 7\n".utf8))
    },
    logger: logger
) { address in Workload.say("listening \(address)") }
let group = ServiceGroup(
    configuration: .init(
        services: [
            .init(service: tuner), .init(service: server),
            .init(service: Workload(), successTerminationBehavior: .gracefullyShutdownGroup),
        ],
        logger: logger
    )
)
do {
    try await group.run()
} catch {
    FileHandle.standardError.write(Data("error: \(error)\n".utf8))
    exit(1)
}

#else

print("built without the trait Server")

#endif
