#if Server

import Collector
import CoreMetrics
import Logging

@testable import Telemetry

extension TelemetryConfiguration {
    /// Sends metrics and spans to the collector, and only when asked.
    static func sending(
        to collector: TestCollector,
        change: (inout TelemetryConfiguration) -> Void = { _ in }
    ) -> TelemetryConfiguration {
        var configuration = TelemetryConfiguration()
        configuration.metricExport = MetricExportConfiguration(otlp: .init(endpoint: collector.url("/v1/metrics")))
        configuration.traceExport = TraceExportConfiguration(otlp: .init(endpoint: collector.url("/v1/traces")))
        configuration.metricExport?.interval = .seconds(3_600)
        configuration.traceExport?.scheduleDelay = .seconds(3_600)
        change(&configuration)
        return configuration
    }
}

extension TelemetryService {
    convenience init(_ configuration: TelemetryConfiguration, time: TimeSource = .system) {
        self.init(configuration: configuration, logger: Logger(label: "test"), time: time)
    }

    /// What a counter of the service says of itself.
    func count(_ name: String, _ attributes: [(String, String)]) -> Int64? {
        for family in metrics.collect() where family.description.name == name {
            for point in family.points where point.attributes == MetricAttributes(attributes) {
                if case .integer(let value) = point.value { return value }
            }
        }
        return nil
    }

    func dropped(_ signal: String, _ reason: String) -> Int64? {
        count("telemetry.dropped", [("signal", signal), ("reason", reason)])
    }
}

#endif
