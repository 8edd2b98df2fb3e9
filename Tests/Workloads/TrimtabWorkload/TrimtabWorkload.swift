#if Server

import Configuration
import Foundation
import Logging
import ServiceLifecycle
import Telemetry
import Trimtab

/// A service with all of Trimtab, configured by the environment.
///
///     TrimtabWorkload everything     uses whatever publishes a metric, prints what it did as JSON, and ends
///     TrimtabWorkload briefly        starts and ends
///     TrimtabWorkload own-backend    has a backend of its own, as a service with swift-otel has
///
/// It logs to standard error, and ends with status 1 where a setting makes no sense.
@main
struct TrimtabWorkload {
    static func main() async throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        let logger = Logger(label: "TrimtabWorkload")
        let config = ConfigReader(provider: EnvironmentVariablesProvider())
        do {
            switch CommandLine.arguments.dropFirst().first {
            case "everything": try await everything(TrimtabService.bootstrap(reading: config, logger: logger), logger)
            case "briefly":
                let trimtab = try TrimtabService.bootstrap(reading: config, logger: logger)
                try await run(trimtab, until: Moment(), logger)
            case "own-backend": try await OwnBackend.run(config, logger)
            default:
                print("usage: TrimtabWorkload everything | briefly | own-backend")
                exit(2)
            }
        } catch let error as TrimtabError {
            logger.critical("\(error)")
            exit(1)
        }
    }

    private static func everything(_ trimtab: TrimtabService, _ logger: Logger) async throws {
        let work = try EveryMetric(trimtab: trimtab)
        try await run(trimtab, until: work, logger)
        print(try work.facts())
    }

    /// Runs until `work` has ended.
    static func run(_ trimtab: TrimtabService, until work: any Service, _ logger: Logger) async throws {
        try await ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: trimtab),
                    .init(service: work, successTerminationBehavior: .gracefullyShutdownGroup),
                ],
                logger: logger
            )
        ).run()
    }
}

/// Ends at once.
struct Moment: Service {
    func run() async throws {}
}

#else

@main
struct TrimtabWorkload {
    static func main() { print("TrimtabWorkload was built without the package trait Server.") }
}

#endif
