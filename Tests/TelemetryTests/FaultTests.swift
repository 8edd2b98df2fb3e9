#if Server

import Collector
import CoreMetrics
import NIOCore
import NIOPosix
import NIOSSL
import SwiftProtobuf
import Testing
import Tracing

@testable import Telemetry

/// What happens when the collector does not do what it should: nothing is lost that need not be, memory stays bounded,
/// and what is dropped is counted.
struct FaultTests {
    /// A service whose retries follow a clock of the test's.
    private func service(
        _ collector: TestCollector,
        time: ManualTime,
        change: (inout TelemetryConfiguration) -> Void = { _ in }
    ) -> TelemetryService {
        TelemetryService(.sending(to: collector, change: change), time: time.source)
    }

    /// A port that nobody listens on.
    private func freePort() async throws -> Int {
        let collector = try await TestCollector()
        try await collector.close()
        return collector.port
    }

    /// Lets all pauses pass as they come, until something is true.
    private func passing(
        _ time: ManualTime,
        until what: Comment,
        _ condition: () async throws -> Bool
    ) async throws {
        try await eventually(what) {
            if try await condition() { return true }
            time.advance(by: .seconds(1))
            return false
        }
    }

    @Test func whatWaitsIsSentWhenACollectorThatWasDownAtTheStartComes() async throws {
        let port = try await freePort()
        let time = ManualTime()
        var configuration = TelemetryConfiguration()
        configuration.traceExport = TraceExportConfiguration(
            otlp: .init(endpoint: "http://localhost:\(port)/v1/traces")
        )
        configuration.traceExport?.maximumBatchSize = 10
        let service = TelemetryService(configuration, time: time.source)
        for number in 0..<25 { service.tracer.startSpan("s\(number)").end() }
        async let flushed = service.flush(timeout: .seconds(1_000_000))
        try await eventually("a first try fails") { service.count("telemetry.retried", [("signal", "traces")]) == 1 }

        let collector = try await TestCollector(port: port)
        try await passing(time, until: "the spans arrive") { try collector.spans().count == 25 }
        #expect(await flushed)
        #expect(try collector.spans().map(\.name) == (0..<25).map { "s\($0)" })
        #expect(service.count("telemetry.sent", [("signal", "traces")]) == 25)
        #expect(service.dropped("traces", "retries_exhausted") == 0)
        try await collector.close()
    }

    @Test func whatWaitsIsSentWhenACollectorThatWentAwayIsBack() async throws {
        let time = ManualTime()
        let first = try await TestCollector()
        let service = service(first, time: time)
        service.tracer.startSpan("before").end()
        #expect(await service.flush(timeout: .seconds(1_000)))
        try await first.close()
        service.tracer.startSpan("meanwhile").end()
        async let flushed = service.flush(timeout: .seconds(1_000_000))
        try await eventually("a try fails") { service.count("telemetry.retried", [("signal", "traces")]) ?? 0 > 0 }

        let second = try await TestCollector(port: first.port)
        try await passing(time, until: "the span arrives") { try second.spans().map(\.name) == ["meanwhile"] }
        #expect(await flushed)
        #expect(try first.spans().map(\.name) == ["before"])
        try await second.close()
    }

    @Test func aCollectorThatSaysNothingIsTriedAgainAfterTheTimeout() async throws {
        let time = ManualTime()
        let collector = try await TestCollector()
        collector.answerNext([.silence])
        let service = service(collector, time: time) { configuration in
            configuration.metricExport = nil
            configuration.traceExport?.otlp.timeout = .milliseconds(50)
        }
        service.tracer.startSpan("patient").end()
        async let flushed = service.flush(timeout: .seconds(1_000_000))
        try await eventually("the first try is given up") {
            service.count("telemetry.retried", [("signal", "traces")]) ?? 0 > 0
        }
        try await passing(time, until: "the span arrives") {
            service.count("telemetry.sent", [("signal", "traces")]) == 1
        }
        #expect(await flushed)
        #expect(service.dropped("traces", "retries_exhausted") == 0)
        try await collector.close()
    }

    @Test(arguments: [429, 502, 503, 504])
    func aServersRetryAfterIsWaitedFor(status: Int) async throws {
        let time = ManualTime()
        let collector = try await TestCollector()
        collector.answerNext([.status(status, headers: [("retry-after", "17")])])
        let service = service(collector, time: time) { $0.metricExport = nil }
        service.tracer.startSpan("again").end()
        async let flushed = service.flush(timeout: .seconds(1_000_000))
        try await eventually("it waits") { time.sleeping.contains(.seconds(17)) }
        time.advance(by: .seconds(16))
        #expect(collector.requests.count == 1)
        time.advance(by: .seconds(1))
        #expect(await flushed)
        #expect(collector.requests.count == 2)
        #expect(service.count("telemetry.sent", [("signal", "traces")]) == 1)
        try await collector.close()
    }

    @Test(arguments: [400, 401, 404, 413, 500, 301])
    func whatIsRefusedForGoodIsDroppedAtOnceAndCounted(status: Int) async throws {
        let collector = try await TestCollector(answering: .status(status, headers: [("location", "/elsewhere")]))
        let service = service(collector, time: ManualTime()) { $0.metricExport = nil }
        for _ in 0..<3 { service.tracer.startSpan("refused").end() }
        #expect(await service.flush(timeout: .seconds(1_000)))
        #expect(collector.requests.count == 1)
        #expect(service.dropped("traces", "rejected") == 3)
        #expect(service.count("telemetry.sent", [("signal", "traces")]) == 0)
        try await collector.close()
    }

    @Test func whatACollectorDoesNotTakeOfARequestIsCountedAndNotSentAgain() async throws {
        let partial = OTLPExportTraceServiceResponse.with {
            $0.partialSuccess.rejectedSpans = 2
            $0.partialSuccess.errorMessage = "too old"
        }
        let collector = try await TestCollector(answering: .status(200, body: try partial.serializedBytes()))
        let service = service(collector, time: ManualTime()) { $0.metricExport = nil }
        for _ in 0..<5 { service.tracer.startSpan("some").end() }
        #expect(await service.flush(timeout: .seconds(1_000)))
        #expect(collector.requests.count == 1)
        #expect(service.dropped("traces", "partial_success") == 2)
        #expect(service.count("telemetry.sent", [("signal", "traces")]) == 3)
        try await collector.close()
    }

    @Test(arguments: [TestCollector.Answer.halfAResponse, .hangUp])
    func aConnectionThatClosesInTheMiddleIsTriedAgain(answer: TestCollector.Answer) async throws {
        let time = ManualTime()
        let collector = try await TestCollector()
        collector.answerNext([answer])
        let service = service(collector, time: time) { $0.metricExport = nil }
        service.tracer.startSpan("again").end()
        async let flushed = service.flush(timeout: .seconds(1_000_000))
        try await passing(time, until: "the span is taken") {
            service.count("telemetry.sent", [("signal", "traces")]) == 1
        }
        #expect(await flushed)
        #expect(collector.requests.count == 2)
        try await collector.close()
    }

    @Test func aServerWhoseCertificateIsNotTrustedGetsNothing() async throws {
        let time = ManualTime()
        let identity = try TestIdentity()
        let collector = try await TestCollector(tls: identity.context)
        let service = service(collector, time: time) {
            $0.metricExport = nil
            $0.traceExport?.otlp.endpoint = collector.url("/v1/traces", scheme: "https")
        }
        service.tracer.startSpan("secret").end()
        async let flushed = service.flush(timeout: .seconds(1_000_000))
        try await passing(time, until: "the span is given up") { service.dropped("traces", "retries_exhausted") == 1 }
        #expect(await flushed)
        #expect(collector.requests.isEmpty)
        try await collector.close()
    }

    @Test func aServerIsCheckedWithTheCertificatesOfTheConfiguration() async throws {
        let identity = try TestIdentity()
        let collector = try await TestCollector(tls: identity.context)
        let service = service(collector, time: ManualTime()) {
            $0.metricExport = nil
            $0.traceExport?.otlp.endpoint = collector.url("/v1/traces", scheme: "https")
            $0.traceExport?.otlp.certificateFile = identity.certificateFile
        }
        service.tracer.startSpan("secret").end()
        #expect(await service.flush(timeout: .seconds(1_000)))
        #expect(try collector.spans().map(\.name) == ["secret"])
        try await collector.close()
    }

    @Test func aFullQueueDropsWhatIsNewCountsItAndNeverWaits() async throws {
        let time = ManualTime()
        let (logger, lines) = RecordingLogHandler.logger()
        let collector = try await TestCollector(answering: .status(503))
        let configuration = TelemetryConfiguration.sending(to: collector) {
            $0.metricExport = nil
            $0.traceExport?.maximumQueueSize = 100
            $0.traceExport?.maximumBatchSize = 10
        }
        let service = TelemetryService(configuration: configuration, logger: logger, time: time.source)
        for number in 0..<1_000 { service.tracer.startSpan("s\(number)").end() }
        #expect(service.dropped("traces", "queue_full") == 900)
        #expect(lines.all == ["traces were dropped: 1 queue_full"])
        time.advance(by: .seconds(59))
        service.tracer.startSpan("one more").end()
        #expect(lines.all.count == 1)
        time.advance(by: .seconds(1))
        service.tracer.startSpan("and one").end()
        #expect(lines.all.dropFirst() == ["traces were dropped: 901 queue_full"])

        collector.answer(.ok)
        #expect(await service.flush(timeout: .seconds(1_000)))
        #expect(try collector.spans().map(\.name) == (0..<100).map { "s\($0)" })
        try await collector.close()
    }

    @Test func aBatchThatNobodyTakesIsDroppedInTheEndAndTheNextGetsItsTurn() async throws {
        let time = ManualTime()
        let collector = try await TestCollector(answering: .status(503))
        let service = service(collector, time: time) {
            $0.metricExport = nil
            $0.traceExport?.maximumBatchSize = 1
            $0.traceExport?.otlp.retries.maximumElapsed = .seconds(60)
        }
        service.tracer.startSpan("first").end()
        service.tracer.startSpan("second").end()
        async let flushed = service.flush(timeout: .seconds(1_000_000))
        try await passing(time, until: "the first is given up") { service.dropped("traces", "retries_exhausted") == 1 }
        collector.answer(.ok)
        try await passing(time, until: "the second arrives") {
            service.count("telemetry.sent", [("signal", "traces")]) == 1
        }
        #expect(await flushed)
        #expect(try collector.spans().last?.name == "second")
        try await collector.close()
    }

    @Test func flushingDoesNotWaitForThePauseOfARetry() async throws {
        let collector = try await TestCollector()
        collector.answerNext([.status(503, headers: [("retry-after", "30")])])
        let time = ManualTime()
        let service = service(collector, time: time) { $0.metricExport = nil }
        service.tracer.startSpan("soon").end()
        async let first = service.flush(timeout: .seconds(1_000))
        try await eventually("it waits") { time.sleeping.contains(.seconds(30)) }
        #expect(await service.flush(timeout: .seconds(1_000)))
        #expect(await first)
        #expect(try collector.spans().count == 2)
        try await collector.close()
    }

    @Test func flushingEndsAtItsDeadlineAndDropsNothing() async throws {
        let time = ManualTime()
        let collector = try await TestCollector(answering: .status(503))
        let service = service(collector, time: time) { $0.metricExport = nil }
        service.tracer.startSpan("later").end()
        async let flushed = service.flush(timeout: .milliseconds(1))
        try await eventually("it waits") { time.sleeps.count >= 2 }
        time.advance(by: .milliseconds(1))
        #expect(await !flushed)
        collector.answer(.ok)
        #expect(await service.flush(timeout: .seconds(1_000)))
        #expect(service.count("telemetry.sent", [("signal", "traces")]) == 1)
        try await collector.close()
    }
}

#endif
