#if Server

import Collector
import CoreMetrics
import InMemoryLogging
import Logging
import MemoryTuning
import MetricsTestKit
import ServiceLifecycle
import SwiftProtobuf
import Testing
import Tracing

@testable import Telemetry
@testable import Trimtab

/// The service in a group of services, with backends that are not those of the process.
struct LifecycleTests {
    private let log = InMemoryLogHandler()

    private var logger: Logger { Logger(label: "test") { _ in log } }

    private func service(
        _ configuration: TrimtabConfiguration,
        sending isSending: Bool = true
    ) throws -> TrimtabService {
        let telemetry = TrimtabService.makeTelemetry(configuration, logger: logger)
        return try TrimtabService(configuration, telemetry: telemetry, metrics: telemetry.metrics, logger: logger)
    }

    private func configuration(_ collector: TestCollector) -> TrimtabConfiguration {
        var configuration = TrimtabConfiguration()
        // It would reclaim the pools of other tests.
        configuration.tuner = nil
        configuration.monitor.interval = .seconds(3_600)
        configuration.telemetry = TelemetryConfiguration {
            ["OTEL_EXPORTER_OTLP_ENDPOINT": collector.url(""), "OTEL_METRIC_EXPORT_INTERVAL": "3600000"][$0]
        }
        return configuration
    }

    private func run(_ services: [any Service]) async throws {
        try await ServiceGroup(
            configuration: .init(
                services: services.dropLast().map { .init(service: $0) }
                    + [
                        .init(
                            service: services[services.count - 1],
                            successTerminationBehavior: .gracefullyShutdownGroup
                        )
                    ],
                logger: Logger(label: "group") { _ in SwiftLogNoOpLogHandler() }
            )
        ).run()
    }

    @Test func whatOtherServicesSayAtTheirEndIsStillSent() async throws {
        let collector = try await TestCollector()
        let trimtab = try service(configuration(collector))
        let metrics = try #require(trimtab.telemetry).metrics
        let tracer = try #require(trimtab.telemetry).tracer
        let counted = metrics.makeCounter(label: "counted.at.end", dimensions: [])
        let atTheEnd = AtTheEnd {
            counted.increment(by: 7)
            tracer.startSpan("last words").end()
        }
        try await run([trimtab, atTheEnd, AtOnce()])
        #expect(try collector.metrics().last { $0.name == "counted.at.end" }?.sum.dataPoints.first?.asInt == 7)
        #expect(try collector.spans().map(\.name) == ["last words"])
        try await collector.close()
    }

    @Test func whatTheMonitorPublishesAtItsEndIsInTheLastExport() async throws {
        let collector = try await TestCollector()
        var configuration = configuration(collector)
        // The first look of the monitor comes before the pools are used, and there is no second.
        configuration.monitor.heartbeat = nil
        let trimtab = try service(configuration)
        let calls = try #require(trimtab.telemetry).metrics.makeCounter(label: "probe", dimensions: [])
        try await run([trimtab, AtTheEnd { calls.increment(by: 1) }, AtOnce()])
        let uptime = try #require(try collector.metrics().last { $0.name == "process.uptime" })
        #expect(uptime.unit == "s" && uptime.description_p == "time since the process began")
        #expect(try collector.metrics().last { $0.name == "probe" }?.sum.dataPoints.first?.asInt == 1)
        try await collector.close()
    }

    @Test func logsOneLineOfWhatIsOn() async throws {
        let collector = try await TestCollector()
        try await run([service(configuration(collector)), AtOnce()])
        let lines = log.entries.map { "\($0.message)" }.filter { $0.hasPrefix("Trimtab is on: ") }
        #expect(lines.count == 1)
        #expect(lines.first?.contains(collector.url("/v1/metrics")) == true)
        try await collector.close()
    }

    @Test func endsInTimeWhateverTheCollectorDoes() async throws {
        let collector = try await TestCollector(answering: .silence)
        var configuration = configuration(collector)
        configuration.telemetry.shutdownTimeout = .milliseconds(100)
        try await run([service(configuration), AtOnce()])
        try await collector.close()
    }

    @Test func withItsBackendChosenByTheApplicationItPublishesThere() async throws {
        let backend = TestMetrics()
        var configuration = TrimtabConfiguration()
        // One look, whatever the kernel says of stalls: more of them might reclaim the pools of other tests.
        var thresholds = PressureThresholds.default
        (thresholds.elevatedStall, thresholds.criticalStall) = (1, 1)
        configuration.tuner = .init(
            limit: .bytes(1 << 40),
            growthTrigger: .off,
            interval: .seconds(3_600),
            thresholds: thresholds
        )
        configuration.telemetry = TelemetryConfiguration { ["OTEL_METRICS_EXPORTER": "otlp"][$0] }
        let trimtab = try TrimtabService(configuration: configuration, metrics: backend, logger: logger)
        #expect(trimtab.telemetry == nil)
        try await run([trimtab, AtOnce()])
        #expect(try backend.expectGauge("process.memory.usage").lastValue ?? 0 > 0)
        #expect(try backend.expectGauge("swift.memory.limit").lastValue ?? 0 > 0)
    }

    @Test func whatIsNotConfiguredIsNotStarted() async throws {
        var configuration = TrimtabConfiguration()
        configuration.tuner = nil
        configuration.countsTasks = false
        let backend = TestMetrics()
        let trimtab = try TrimtabService(configuration: configuration, metrics: backend, logger: logger)
        #expect(trimtab.tuner == nil)
        try await run([trimtab, AtOnce()])
        #expect(throws: (any Error).self) { try backend.expectGauge("swift.memory.pressure") }
        #expect(throws: (any Error).self) { try backend.expectGauge("swift.task.count") }
    }

    @Test func aSettingThatMakesNoSenseIsAnErrorAlsoWhenSetInCode() {
        var configuration = TrimtabConfiguration()
        configuration.tuner = .init(limit: .bytes(1))
        #expect(throws: TrimtabError.self) { try TrimtabService(configuration: configuration, logger: logger) }
    }
}

/// Does something when it is told to end.
private struct AtTheEnd: Service {
    let action: @Sendable () -> Void

    func run() async throws {
        try? await gracefulShutdown()
        action()
    }
}

/// Ends when it starts.
private struct AtOnce: Service {
    func run() async throws {}
}

#endif
