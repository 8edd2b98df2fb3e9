#if Server

import Foundation
import Logging
import ServiceLifecycle
import Telemetry
import UnixSignals

/// A program that other tools watch: what it sends is known, for it says so itself.
///
///     TelemetryWorkload once        makes metrics and spans, sends them, and prints what they were
///     TelemetryWorkload serve       answers /metrics, /facts and /work?next=URL until it is told to end
///
/// Where it sends them, the variables OTEL_* say.
@main
struct TelemetryWorkload {
    static func main() async throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let environment = ProcessInfo.processInfo.environment
        let logger = Logger(label: "TelemetryWorkload")
        let telemetry = TelemetryService(configuration: .init { environment[$0] }, logger: logger)
        telemetry.bootstrap()
        let work = KnownWork(registry: telemetry.metrics)
        switch CommandLine.arguments.dropFirst().first {
        case "once":
            work.run()
            let wasSent = await telemetry.flush(timeout: .seconds(60))
            print(try work.facts())
            if !wasSent { exit(1) }
        case "serve":
            let server = WorkloadServer(telemetry: telemetry, work: work)
            try await ServiceGroup(
                configuration: .init(
                    services: [.init(service: telemetry), .init(service: server)],
                    gracefulShutdownSignals: [.sigterm],
                    logger: logger
                )
            ).run()
        default:
            print("usage: TelemetryWorkload once | serve")
            exit(2)
        }
    }
}

#else

@main
struct TelemetryWorkload {
    static func main() { print("TelemetryWorkload was built without the package trait Server.") }
}

#endif
