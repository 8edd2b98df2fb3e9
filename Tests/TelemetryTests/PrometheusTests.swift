#if Server

import CoreMetrics
import Testing

@testable import Telemetry

/// What Prometheus sees.
struct PrometheusTests {
    private let registry = MetricRegistry()

    private func text(accept: String? = nil) -> [String] {
        let resource = TelemetryResource([("service.name", .text("a \"b\"\n"))])
        let response = PrometheusHandler(registry: registry, resource: resource).respond(accept: accept)
        #expect(response.status == 200)
        return String(decoding: response.body, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private let openMetrics = "application/openmetrics-text;version=1.0.0"

    @Test func theFormatIsTheOneThatTheClientPrefers() {
        let prometheus = """
            application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,\
            text/plain;version=0.0.4;q=0.5,*/*;q=0.1
            """
        #expect(PrometheusFormat(accept: prometheus) == .openMetrics)
        #expect(PrometheusFormat(accept: nil) == .text)
        #expect(PrometheusFormat(accept: "*/*") == .text)
        #expect(PrometheusFormat(accept: "text/html") == .text)
        #expect(PrometheusFormat(accept: "text/plain;q=0.9, application/openmetrics-text; q=0.5") == .text)
        #expect(PrometheusFormat(accept: "application/openmetrics-text;version=2.0.0, text/plain;q=0.1") == .text)
    }

    @Test func aCounterHasItsUnitAndTotalInItsName() {
        registry.describe([.init(name: "swift.memory.allocated", unit: "By", summary: "Bytes\\allocated.\nEver.")])
        Counter(label: "swift.memory.allocated", dimensions: [("kind", "a\"\\\n")], factory: registry).increment(by: 3)
        let lines = text()
        #expect(lines.contains("# HELP swift_memory_allocated_bytes_total Bytes\\\\allocated.\\nEver."))
        #expect(lines.contains("# TYPE swift_memory_allocated_bytes_total counter"))
        #expect(lines.contains("swift_memory_allocated_bytes_total{kind=\"a\\\"\\\\\\n\"} 3"))
        let open = text(accept: openMetrics)
        #expect(open.contains("# TYPE swift_memory_allocated_bytes counter"))
        #expect(open.contains("# UNIT swift_memory_allocated_bytes bytes"))
        #expect(open.contains("swift_memory_allocated_bytes_total{kind=\"a\\\"\\\\\\n\"} 3"))
        #expect(open.last == "# EOF")
    }

    @Test func gaugesDoNotEndAsOtherKindsDo() {
        registry.describe([
            .init(name: "swift.task.count", unit: "{task}", summary: "Tasks."),
            .init(name: "swift.memory.fragmentation", unit: "1", summary: "Share."),
        ])
        Gauge(label: "swift.task.count", factory: registry).record(2)
        Gauge(label: "swift.memory.fragmentation", factory: registry).record(0.5)
        #expect(text().contains("swift_task 2.0"))
        #expect(text().contains("swift_memory_fragmentation_ratio 0.5"))
    }

    @Test func aHistogramIsCumulative() {
        let registry = registry
        registry.describe([.init(name: "delay", unit: "s", summary: "")])
        let timer = Timer(label: "delay", factory: registry)
        for milliseconds in [1, 6, 6, 20_000] { timer.recordMilliseconds(milliseconds) }
        let lines = text()
        #expect(lines.contains("# TYPE delay_seconds histogram"))
        #expect(lines.contains("delay_seconds_bucket{le=\"0.005\"} 1"))
        #expect(lines.contains("delay_seconds_bucket{le=\"0.01\"} 3"))
        #expect(lines.contains("delay_seconds_bucket{le=\"10.0\"} 3"))
        #expect(lines.contains("delay_seconds_bucket{le=\"+Inf\"} 4"))
        #expect(lines.contains("delay_seconds_count 4"))
        #expect(lines.contains { $0.hasPrefix("delay_seconds_sum 20.0") })
    }

    @Test func anExponentialHistogramBecomesAnOrdinaryOne() {
        var configuration = MetricConfiguration()
        configuration.aggregation = .exponential(maximumBuckets: 4, maximumScale: 0)
        let registry = MetricRegistry(configuration: configuration)
        let recorder = Recorder(label: "sizes", factory: registry)
        for value in [-2.0, 0, 1, 3, 4] { recorder.record(value) }
        let resource = TelemetryResource([])
        let text = PrometheusText(families: registry.collect(), resource: resource, format: .text).text
        let buckets = text.split(separator: "\n").filter { $0.hasPrefix("sizes_bucket") }
        #expect(
            buckets == [
                "sizes_bucket{le=\"-1.0\"} 1", "sizes_bucket{le=\"0.0\"} 2", "sizes_bucket{le=\"1.0\"} 3",
                "sizes_bucket{le=\"2.0\"} 3", "sizes_bucket{le=\"4.0\"} 5", "sizes_bucket{le=\"+Inf\"} 5",
            ]
        )
    }

    @Test func theProcessIsTheLabelsOfTargetInfo() {
        #expect(text().contains("target_info{service_name=\"a \\\"b\\\"\\n\"} 1"))
        #expect(text(accept: openMetrics).contains("# TYPE target info"))
    }

    @Test func ofTwoMetricsWithOneNameTheFirstIsShown() {
        Counter(label: "same", factory: registry).increment()
        Gauge(label: "same.total", factory: registry).record(5)
        let lines = text()
        #expect(lines.count { $0.hasPrefix("# TYPE same") } == 1)
    }

    @Test func namesAndLabelsAreThoseThatPrometheusAllows() {
        Counter(label: "1 b--ä.c", dimensions: [("a.b", "1"), ("a-b", "2"), ("__x", "3")], factory: registry)
            .increment()
        #expect(
            text().contains("_1_b_c_total{key__x=\"3\",a_b=\"2;1\"} 1")
                || text().contains { $0.hasPrefix("_1_b_c_total{") }
        )
    }
}

#endif
