#if Server

import Collector
import CoreMetrics
import Logging
import ServiceLifecycle
import Testing
import Tracing

@testable import Telemetry

/// The service in a group of services.
struct LifecycleTests {
    private func run(
        _ service: TelemetryService,
        _ body: () async throws -> Void
    ) async throws {
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: service)], logger: Logger(label: "test"))
        )
        async let ended: Void = group.run()
        try await body()
        await group.triggerGracefulShutdown()
        try await ended
    }

    @Test func metricsAreSentAtEachIntervalAndOnceMoreAtTheEnd() async throws {
        let collector = try await TestCollector()
        let service = TelemetryService(
            .sending(to: collector) { $0.metricExport?.interval = .milliseconds(20) }
        )
        let counter = Counter(label: "turns", factory: service.metrics)
        try await run(service) {
            try await eventually("several exports") { collector.requests.count >= 3 }
            counter.increment(by: 5)
        }
        let last = try collector.metrics().last { $0.name == "turns" }
        #expect(last?.sum.dataPoints.first?.asInt == 5)
        try await collector.close()
    }

    @Test func spansAreSentWhenThereIsABatchOrTheTimeIsUpOrAtTheEnd() async throws {
        let collector = try await TestCollector()
        let time = ManualTime()
        let service = TelemetryService(
            .sending(to: collector) {
                $0.metricExport = nil
                $0.traceExport?.maximumBatchSize = 3
                $0.traceExport?.scheduleDelay = .seconds(5)
            },
            time: time.source
        )
        try await run(service) {
            for number in 0..<3 { service.tracer.startSpan("batch \(number)").end() }
            try await eventually("the batch arrives") { try collector.spans().count == 3 }
            service.tracer.startSpan("alone").end()
            try await eventually("it waits") { time.sleeping.contains(.seconds(5)) }
            time.advance(by: .seconds(5))
            try await eventually("the span arrives") { try collector.spans().count == 4 }
            service.tracer.startSpan("last").end()
        }
        #expect(try collector.spans().last?.name == "last")
        try await collector.close()
    }

    @Test func theEndComesInTimeWhateverTheCollectorDoesAndWhatIsLeftIsCounted() async throws {
        let collector = try await TestCollector(answering: .silence)
        let service = TelemetryService(
            .sending(to: collector) {
                $0.shutdownTimeout = .milliseconds(100)
                $0.traceExport?.maximumBatchSize = 4
            }
        )
        for _ in 0..<10 { service.tracer.startSpan("lost").end() }
        try await run(service) {}
        #expect(service.dropped("traces", "shutdown") == 10)
        service.tracer.startSpan("too late").end()
        #expect(service.dropped("traces", "queue_full") == 1)
        try await collector.close()
    }

    @Test func withNothingToSendItRunsUntilTheEnd() async throws {
        let service = TelemetryService(.default)
        try await run(service) {}
        #expect(await service.flush(timeout: .seconds(600)))
    }

    @Test func badSettingsAreLoggedWhenItStarts() async throws {
        let (logger, lines) = RecordingLogHandler.logger()
        let configuration = TelemetryConfiguration { $0 == "OTEL_TRACES_SAMPLER" ? "some" : nil }
        let service = TelemetryService(configuration: configuration, logger: logger)
        try await run(service) {
            try await eventually("the line is there") { lines.all.contains { $0.contains("OTEL_TRACES_SAMPLER") } }
        }
    }

    @Test func disabledItSendsNothing() async throws {
        let collector = try await TestCollector()
        let service = TelemetryService(.sending(to: collector) { $0.isDisabled = true })
        Counter(label: "c", factory: service.metrics).increment()
        service.tracer.startSpan("s").end()
        #expect(await service.flush(timeout: .seconds(600)))
        #expect(collector.requests.isEmpty)
        try await collector.close()
    }
}

#endif
