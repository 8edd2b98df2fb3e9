#if Server

import Configuration
import CoreMetrics
import Foundation
import Logging
import ServiceLifecycle
import Telemetry
import Tracing
import Trimtab

/// A service whose application chose its backends: a registry and a tracer that nobody told Trimtab of.
enum OwnBackend {
    static func run(_ config: ConfigReader, _ logger: Logger) async throws {
        let backend = TelemetryService(configuration: .default, logger: logger)
        let configuration = try TrimtabConfiguration(reading: config)
        // Whoever sets a backend twice ends the process: that none was set shows in that these go well.
        _ = try TrimtabService(configuration: configuration, logger: logger)
        MetricsSystem.bootstrap(backend.metrics)
        InstrumentationSystem.bootstrap(backend.tracer)
        let trimtab = try TrimtabService(configuration: configuration, logger: logger)
        try await TrimtabWorkload.run(trimtab, until: Moment(), logger)
        print(String(decoding: backend.prometheus.respond(accept: nil).body, as: UTF8.self))
    }
}

#endif
