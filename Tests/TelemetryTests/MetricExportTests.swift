#if Server

import Collector
import CoreMetrics
import NIOHTTP1
import Profiles
import SwiftProtobuf
import Testing

@testable import Telemetry

/// Metrics on their way from swift-metrics to a collector.
struct MetricExportTests {
    @Test func aCounterArrivesWithItsNameUnitMeaningAttributesAndValue() async throws {
        let collector = try await TestCollector()
        let service = TelemetryService(
            .sending(to: collector) {
                $0.metrics.descriptions = [
                    MetricDescription(name: "orders", unit: "{order}", summary: "Orders that were placed.")
                ]
            }
        )
        let counter = Counter(label: "orders", dimensions: [("shop", "a")], factory: service.metrics)
        counter.increment(by: 40)
        counter.increment(by: 2)
        #expect(await service.flush(timeout: .seconds(600)))

        let metric = try #require(try collector.metrics().first { $0.name == "orders" })
        #expect(metric.unit == "{order}")
        #expect(metric.description_p == "Orders that were placed.")
        #expect(metric.sum.isMonotonic)
        #expect(metric.sum.aggregationTemporality == .cumulative)
        let point = try #require(metric.sum.dataPoints.first)
        #expect(point.asInt == 42)
        #expect(point.attributes.map(\.key) == ["shop"])
        #expect(point.attributes.map(\.value.stringValue) == ["a"])
        #expect(point.startTimeUnixNano > 0)
        #expect(point.timeUnixNano >= point.startTimeUnixNano)
        let request = try #require(collector.requests.first)
        #expect(request.headers["content-type"] == ["application/x-protobuf"])
        try await collector.close()
    }

    @Test func everyKindOfHandleArrivesAsItsKindOfMetric() async throws {
        let collector = try await TestCollector()
        let service = TelemetryService(.sending(to: collector))
        let registry = service.metrics
        FloatingPointCounter(label: "seconds", factory: registry).increment(by: 1.5)
        let meter = Meter(label: "temperature", factory: registry)
        meter.set(20)
        meter.increment(by: 1.5)
        meter.decrement(by: 3)
        Gauge(label: "level", factory: registry).record(7)
        let recorder = Recorder(label: "sizes", factory: registry)
        for size in [1, 5, 6, 20_000] { recorder.record(size) }
        Timer(label: "latency", factory: registry).recordMilliseconds(250)
        registry.observe(.init(name: "connections", unit: "{connection}", summary: ""), kind: .upDownCounter) {
            $0.observe(3)
        }
        #expect(await service.flush(timeout: .seconds(600)))

        let metrics = Dictionary(try collector.metrics().map { ($0.name, $0) }) { $1 }
        #expect(metrics["seconds"]?.sum.dataPoints.first?.asDouble == 1.5)
        #expect(metrics["temperature"]?.gauge.dataPoints.first?.asDouble == 18.5)
        #expect(metrics["level"]?.gauge.dataPoints.first?.asDouble == 7)
        #expect(metrics["connections"]?.sum.isMonotonic == false)
        #expect(metrics["connections"]?.sum.dataPoints.first?.asInt == 3)
        let sizes = try #require(metrics["sizes"]?.histogram.dataPoints.first)
        #expect(sizes.count == 4)
        #expect(sizes.sum == 20_012)
        #expect((sizes.min, sizes.max) == (1, 20_000))
        #expect(sizes.bucketCounts == [0, 2, 1] + Array(repeating: 0, count: 12) + [1])
        let latency = try #require(metrics["latency"])
        #expect(latency.unit == "s")
        #expect(latency.histogram.dataPoints.first?.sum == 0.25)
        try await collector.close()
    }

    @Test func whatWasNeverRecordedIsNotSent() async throws {
        let collector = try await TestCollector()
        let service = TelemetryService(.sending(to: collector))
        let gauge = Gauge(label: "unknown", factory: service.metrics)
        gauge.record(Double.nan)
        #expect(await service.flush(timeout: .seconds(600)))
        #expect(try !collector.metrics().contains { $0.name == "unknown" })
        try await collector.close()
    }

    @Test func deltasTellWhatIsNewSinceTheLastExportThatWasTaken() async throws {
        let collector = try await TestCollector()
        let time = ManualTime()
        let service = TelemetryService(
            .sending(to: collector) {
                $0.metricExport?.temporality = .delta
                $0.metrics.aggregations["exponential"] = .exponential()
            },
            time: time.source
        )
        let registry = service.metrics
        let counter = Counter(label: "counter", factory: registry)
        let explicit = Recorder(label: "explicit", factory: registry)
        let exponential = Recorder(label: "exponential", factory: registry)
        func record(_ values: [Int]) {
            for value in values {
                counter.increment(by: value)
                explicit.record(value)
                exponential.record(value)
            }
        }

        record([1, 4])
        await service.flush(timeout: .seconds(600))
        record([3])
        time.advance(by: .seconds(60))
        // Longer than an export may take: there is no second try.
        collector.answerNext([.status(503, headers: [("retry-after", "30")])])
        await service.flush(timeout: .seconds(600))
        record([2000, 2])
        time.advance(by: .seconds(60))
        await service.flush(timeout: .seconds(600))

        let metrics = try collector.metrics()
        let counts = metrics.filter { $0.name == "counter" }
        #expect(counts.map(\.sum.aggregationTemporality) == [.delta, .delta, .delta])
        #expect(counts.flatMap(\.sum.dataPoints).map(\.asInt) == [5, 3, 2005])
        let points = counts.flatMap(\.sum.dataPoints)
        #expect(points.map { ($0.timeUnixNano - $0.startTimeUnixNano) / 1_000_000_000 } == [0, 60, 120])
        let histograms = metrics.filter { $0.name == "explicit" }.flatMap(\.histogram.dataPoints)
        #expect(histograms.map(\.count) == [2, 1, 3])
        #expect(histograms.map(\.sum) == [5, 3, 2005])
        #expect(histograms[2].bucketCounts.reduce(0, +) == 3)
        let exponentials = metrics.filter { $0.name == "exponential" }.flatMap(\.exponentialHistogram.dataPoints)
        #expect(exponentials.map(\.count) == [2, 1, 3])
        #expect(exponentials.map { $0.positive.bucketCounts.reduce(0, +) } == [2, 1, 3])
        try await collector.close()
    }

    @Test func requestsAreCompressedWhereAskedFor() async throws {
        let collector = try await TestCollector()
        let service = TelemetryService(.sending(to: collector) { $0.metricExport?.otlp.compressesWithGzip = true })
        Counter(label: "orders", factory: service.metrics).increment()
        #expect(await service.flush(timeout: .seconds(600)))
        let request = try #require(collector.requests.first)
        #expect(request.headers["content-encoding"] == ["gzip"])
        let body = try Gzip.decompress(request.body, limit: 1 << 20)
        let decoded = try OTLPExportMetricsServiceRequest(serializedBytes: body)
        #expect(decoded.resourceMetrics.flatMap(\.scopeMetrics).flatMap(\.metrics).contains { $0.name == "orders" })
        try await collector.close()
    }

    @Test func headersOfTheConfigurationGoWithEachRequest() async throws {
        let collector = try await TestCollector()
        let service = TelemetryService(
            .sending(to: collector) {
                $0.metricExport?.otlp.headers = [("authorization", "Bearer x"), ("X-Team", "a")]
            }
        )
        Counter(label: "orders", factory: service.metrics).increment()
        #expect(await service.flush(timeout: .seconds(600)))
        let request = try #require(collector.requests.first)
        #expect(request.headers["authorization"] == ["Bearer x"])
        #expect(request.headers["x-team"] == ["a"])
        try await collector.close()
    }

    @Test func manyMetricsGoInSeveralRequestsAndNoneIsLost() async throws {
        let collector = try await TestCollector()
        let service = TelemetryService(.sending(to: collector))
        for metric in 0..<10 {
            for series in 0..<1_000 {
                Counter(label: "m\(metric)", dimensions: [("s", "\(series)")], factory: service.metrics)
                    .increment(by: metric * 1_000 + series)
            }
        }
        #expect(await service.flush(timeout: .seconds(600)))
        #expect(collector.requests.count >= 3)
        let points = try collector.metrics().filter { $0.name.hasPrefix("m") }.flatMap(\.sum.dataPoints)
        #expect(points.map(\.asInt).sorted() == (0..<10_000).map(Int64.init))
        try await collector.close()
    }
}

#endif
