// A service with diagnostics and known contents, which does what it is told by lines of its standard input and ends with it.

#if Server

import DiagnosticsServer
import Dispatch
import Foundation
import Logging
import MemoryTuning
import Profiles
import Profiling
import ServiceLifecycle

let arguments = Array(CommandLine.arguments.dropFirst())
let address = try DiagnosticsAddress(parsing: arguments.first ?? "127.0.0.1:0")
var configuration = DiagnosticsServer.Configuration(address: address)
configuration.token = ProcessInfo.processInfo.environment["TRIMTAB_DIAGNOSTICS_TOKEN"]
configuration.recordingFolder = arguments.dropFirst().first
var logger = Logger(label: "service") { StreamLogHandler.standardError(label: $0) }
logger.logLevel = .warning

// Looks when it is told to; where LEAK_SECONDS is set, what was watched for so long is told.
var criteria = LeakCriteria()
if let seconds = ProcessInfo.processInfo.environment["LEAK_SECONDS"].flatMap({ Double($0) }) {
    criteria.minimumSpan = seconds
}
let detector = LeakDetector(configuration: .init(criteria: criteria), logger: logger)
let tuner = try MemoryTuner(configuration: .init(limit: .bytes(2 << 30)), logger: logger)
let server = try DiagnosticsServer(
    configuration: configuration,
    sources: DiagnosticsSources(tuner: tuner, leaks: detector) { _ in
        .init(contentType: "text/plain; version=0.0.4", body: Array("planted_metric 7\n".utf8))
    },
    logger: logger
) { address in Workload.say("listening \(address)") }
let group = ServiceGroup(
    configuration: .init(
        services: [
            .init(service: tuner), .init(service: server),
            .init(service: Workload(detector: detector), successTerminationBehavior: .gracefullyShutdownGroup),
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
