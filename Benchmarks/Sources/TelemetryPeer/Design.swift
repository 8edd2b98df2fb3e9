import CoreMetrics
import Telemetry
import Tracing

/// One thing to measure.
enum Design: String, CaseIterable, Sendable {
    /// A span with five attributes, which is recorded. Where the queue is full it is dropped, as in Go.
    case span
    /// The same, not recorded.
    case spanUnsampled = "span-unsampled"
    /// The same, all of which arrive at the collector.
    case spanExported = "span-exported"
    /// A counter counts one more.
    case counter

    /// What does so many operations.
    func prepare(_ telemetry: TelemetryService) -> @Sendable (Int) -> Void {
        guard self == .counter else {
            let tracer = telemetry.tracer
            return { operations in
                for operation in 0..<operations { Self.span(of: tracer, operation) }
            }
        }
        let counter = Counter(label: "operations", factory: telemetry.metrics)
        return { operations in
            for _ in 0..<operations { counter.increment() }
        }
    }

    private static func span(of tracer: TelemetryTracer, _ operation: Int) {
        let span = tracer.startSpan("GET /orders/{id}", context: .topLevel, ofKind: .server)
        span.attributes["http.request.method"] = "GET"
        span.attributes["http.route"] = "/orders/{id}"
        span.attributes["http.response.status_code"] = 200
        span.attributes["order.number"] = operation
        span.attributes["order.express"] = true
        span.end()
    }
}
