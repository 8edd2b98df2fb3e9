#if Server

import Randomness
import Testing

@testable import Telemetry

/// OpenTelemetry's environment variables.
struct EnvironmentTests {
    private func configuration(_ environment: [String: String]) -> TelemetryConfiguration {
        TelemetryConfiguration { environment[$0] }
    }

    /// All settings, comparable: a set's order says nothing.
    private func text(_ configuration: TelemetryConfiguration) -> String {
        var rest = configuration
        rest.tracing.propagators = []
        return "\(rest) \(configuration.tracing.propagators.map(\.name).sorted())"
    }

    @Test func withNothingSetNothingIsSentAndNothingIsWrong() {
        let configuration = configuration([:])
        #expect(configuration.metricExport == nil)
        #expect(configuration.traceExport == nil)
        #expect(!configuration.isDisabled)
        #expect(configuration.warnings.isEmpty)
    }

    @Test func anEndpointTurnsAllSignalsOnWithTheSpecificationsDefaults() throws {
        let configuration = configuration(["OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"])
        let metrics = try #require(configuration.metricExport)
        #expect(metrics.otlp.endpoint == "http://collector:4318/v1/metrics")
        #expect(metrics.interval == .seconds(60))
        #expect(metrics.timeout == .seconds(30))
        #expect(metrics.temporality == .cumulative)
        let traces = try #require(configuration.traceExport)
        #expect(traces.otlp.endpoint == "http://collector:4318/v1/traces")
        #expect(traces.otlp.timeout == .seconds(10))
        #expect(!traces.otlp.compressesWithGzip)
        #expect(traces.scheduleDelay == .seconds(5))
        #expect(traces.timeout == .seconds(30))
        #expect(traces.maximumQueueSize == 2_048)
        #expect(traces.maximumBatchSize == 512)
        #expect(configuration.tracing.sampler == .parentBased(root: .alwaysOn))
        #expect(configuration.tracing.limits == .default)
        #expect(configuration.warnings.isEmpty)
    }

    @Test func theEndpointOfASignalIsTakenAsItIs() throws {
        let configuration = configuration([
            "OTEL_EXPORTER_OTLP_ENDPOINT": "https://all/base/",
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://traces:1/custom",
        ])
        #expect(configuration.metricExport?.otlp.endpoint == "https://all/base/v1/metrics")
        #expect(configuration.traceExport?.otlp.endpoint == "http://traces:1/custom")
        let bare = self.configuration(["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://traces:1"])
        #expect(bare.traceExport?.otlp.endpoint == "http://traces:1/")
        #expect(bare.metricExport == nil)
    }

    @Test func anExporterThatIsNamedHasTheStandardEndpoint() {
        let configuration = configuration(["OTEL_TRACES_EXPORTER": "otlp", "OTEL_METRICS_EXPORTER": "none"])
        #expect(configuration.traceExport?.otlp.endpoint == "http://localhost:4318/v1/traces")
        #expect(configuration.metricExport == nil)
        let none = self.configuration(["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:1", "OTEL_TRACES_EXPORTER": "none"])
        #expect(none.traceExport == nil)
        #expect(none.metricExport != nil)
    }

    @Test func everyVariableIsRead() throws {
        let configuration = configuration([
            "OTEL_SDK_DISABLED": "TRUE",
            "OTEL_SERVICE_NAME": "orders",
            "OTEL_RESOURCE_ATTRIBUTES": "team=a%20b, service.name=other",
            "OTEL_TRACES_EXPORTER": "otlp",
            "OTEL_METRICS_EXPORTER": "otlp",
            "OTEL_TRACES_SAMPLER": "parentbased_traceidratio",
            "OTEL_TRACES_SAMPLER_ARG": "0.25",
            "OTEL_METRIC_EXPORT_INTERVAL": "1000",
            "OTEL_METRIC_EXPORT_TIMEOUT": "500",
            "OTEL_BSP_SCHEDULE_DELAY": "100",
            "OTEL_BSP_EXPORT_TIMEOUT": "200",
            "OTEL_BSP_MAX_QUEUE_SIZE": "300",
            "OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "50",
            "OTEL_EXPORTER_OTLP_HEADERS": "a=1",
            "OTEL_EXPORTER_OTLP_TRACES_HEADERS": "b=x%2Cy,c=2",
            "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip",
            "OTEL_EXPORTER_OTLP_METRICS_COMPRESSION": "none",
            "OTEL_EXPORTER_OTLP_TIMEOUT": "7000",
            "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT": "8000",
            "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
            "OTEL_EXPORTER_OTLP_CERTIFICATE": "/ca.pem",
            "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE": "/client.pem",
            "OTEL_EXPORTER_OTLP_CLIENT_KEY": "/client.key",
            "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE": "Delta",
            "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION": "base2_exponential_bucket_histogram",
            "OTEL_PROPAGATORS": "baggage",
            "OTEL_ATTRIBUTE_COUNT_LIMIT": "10",
            "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT": "20",
            "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT": "11",
            "OTEL_SPAN_EVENT_COUNT_LIMIT": "12",
            "OTEL_SPAN_LINK_COUNT_LIMIT": "13",
            "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT": "14",
            "OTEL_LINK_ATTRIBUTE_COUNT_LIMIT": "15",
        ])
        #expect(configuration.warnings.isEmpty)
        #expect(configuration.isDisabled)
        #expect(configuration.serviceName == "orders")
        #expect(configuration.resourceAttributes.map(\.name) == ["team", "service.name"])
        #expect(configuration.resourceAttributes.map(\.value) == ["a b", "other"])
        #expect(configuration.tracing.sampler == .parentBased(root: .ratio(0.25)))
        #expect(configuration.tracing.propagators == [.baggage])
        #expect(configuration.metrics.aggregation == .exponential())
        let metrics = try #require(configuration.metricExport)
        #expect(metrics.interval == .seconds(1))
        #expect(metrics.timeout == .milliseconds(500))
        #expect(metrics.temporality == .delta)
        #expect(metrics.otlp.headers.map(\.name) == ["a"])
        #expect(!metrics.otlp.compressesWithGzip)
        #expect(metrics.otlp.timeout == .seconds(7))
        let traces = try #require(configuration.traceExport)
        #expect(traces.scheduleDelay == .milliseconds(100))
        #expect(traces.timeout == .milliseconds(200))
        #expect(traces.maximumQueueSize == 300)
        #expect(traces.maximumBatchSize == 50)
        #expect(traces.otlp.headers.map(\.value) == ["x,y", "2"])
        #expect(traces.otlp.compressesWithGzip)
        #expect(traces.otlp.timeout == .seconds(8))
        #expect(traces.otlp.certificateFile == "/ca.pem")
        #expect(traces.otlp.clientCertificateFile == "/client.pem")
        #expect(traces.otlp.clientKeyFile == "/client.key")
        let limits = configuration.tracing.limits
        #expect((limits.attributes, limits.events, limits.links) == (11, 12, 13))
        #expect((limits.attributesPerEvent, limits.attributesPerLink) == (14, 15))
        #expect(limits.attributeValueLength == 20)
    }

    @Test(
        arguments: [
            ("OTEL_SDK_DISABLED", "yes"), ("OTEL_RESOURCE_ATTRIBUTES", "a"), ("OTEL_RESOURCE_ATTRIBUTES", "a=%zz"),
            ("OTEL_TRACES_EXPORTER", "zipkin"), ("OTEL_METRICS_EXPORTER", "console"), ("OTEL_TRACES_SAMPLER", "some"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "0"), ("OTEL_METRIC_EXPORT_INTERVAL", "1s"),
            ("OTEL_METRIC_EXPORT_TIMEOUT", "-5"), ("OTEL_BSP_SCHEDULE_DELAY", "-1"),
            ("OTEL_BSP_EXPORT_TIMEOUT", "99999999999999999999"), ("OTEL_BSP_MAX_QUEUE_SIZE", "0"),
            ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "3000"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "unix:///x"), ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "novalue"), ("OTEL_EXPORTER_OTLP_COMPRESSION", "zstd"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "ten"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            ("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "monthly"),
            ("OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION", "pie"), ("OTEL_PROPAGATORS", "b3"),
            ("OTEL_ATTRIBUTE_COUNT_LIMIT", "many"), ("OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "-1"),
        ]
    )
    func aBadValueGivesAWarningAndTheDefaultHolds(name: String, value: String) {
        var environment = ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:4318"]
        let good = configuration(environment)
        environment[name] = value
        let bad = configuration(environment)
        #expect(!bad.warnings.isEmpty)
        #expect(bad.warnings.allSatisfy { $0.contains(name) })
        var withoutWarnings = bad
        withoutWarnings.warnings = []
        if name == "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT" {
            #expect(bad.traceExport?.otlp.endpoint == "http://localhost:4318/v1/traces")
        } else {
            #expect(text(withoutWarnings) == text(good))
        }
    }

    @Test func aBadShareOfTracesIsTakenAsAll() {
        let configuration = configuration(["OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": "1.5"])
        #expect(configuration.tracing.sampler == .alwaysOn)
        #expect(configuration.warnings.count == 1)
    }

    @Test func whatIsEmptyCountsAsNotSet() {
        let names = [
            "OTEL_SDK_DISABLED", "OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES", "OTEL_TRACES_SAMPLER",
            "OTEL_BSP_MAX_QUEUE_SIZE", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_PROPAGATORS",
        ]
        let configuration = configuration(Dictionary(uniqueKeysWithValues: names.map { ($0, " ") }))
        #expect(configuration.warnings.isEmpty)
        #expect(text(configuration) == text(self.configuration([:])))
    }

    @Test(arguments: 0..<200)
    func anyTextIsReadWithoutHarm(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let alphabet = Array("abcOTLP0123456789=,;%:/-. \u{e9}\u{0}")
        let text = String(
            (0..<Int.random(in: 0...40, using: &generator)).compactMap { _ in alphabet.randomElement(using: &generator)
            }
        )
        let configuration = TelemetryConfiguration { _ in text }
        #expect(configuration.metricExport.map { HTTPURL($0.otlp.endpoint) != nil } != false)
        _ = TelemetryResource(configuration)
    }
}

#endif
