#if Server

import Collector
import SwiftProtobuf
import Testing
import Tracing

@testable import Telemetry

/// Spans on their way from swift-distributed-tracing to a collector.
struct TraceExportTests {
    private struct Problem: Error, CustomStringConvertible {
        let description = "no stock"
    }

    @Test func aSpanArrivesWithAllThatItWasGiven() async throws {
        let collector = try await TestCollector()
        let service = TelemetryService(.sending(to: collector))
        let tracer = service.tracer
        let other = tracer.startSpan("other")
        let linked = tracer.startSpan("linked", context: .topLevel)
        tracer.withSpan("parent", context: .topLevel, ofKind: .server) { parent in
            let span = tracer.startSpan("child", ofKind: .client)
            span.attributes["text"] = "a"
            span.attributes["number"] = 7
            span.attributes["share"] = 0.5
            span.attributes["flag"] = true
            span.attributes["list"] = ["x", "y"]
            span.addEvent(SpanEvent(name: "retry", attributes: ["attempt": 2]))
            span.addLink(SpanLink(context: linked.context, attributes: ["why": "same order"]))
            span.recordError(Problem())
            span.setStatus(SpanStatus(code: .error, message: "failed"))
            span.end()
        }
        other.end()
        #expect(await service.flush(timeout: .seconds(600)))

        let spans = Dictionary(uniqueKeysWithValues: try collector.spans().map { ($0.name, $0) })
        let (parent, child) = (try #require(spans["parent"]), try #require(spans["child"]))
        #expect(parent.kind == .server)
        #expect(child.kind == .client)
        #expect(parent.parentSpanID.isEmpty)
        #expect(child.parentSpanID == parent.spanID)
        #expect(child.traceID == parent.traceID)
        #expect((parent.traceID.count, parent.spanID.count) == (16, 8))
        #expect(spans["other"]?.traceID != parent.traceID)
        #expect(child.endTimeUnixNano >= child.startTimeUnixNano)
        let attributes = Dictionary(uniqueKeysWithValues: child.attributes.map { ($0.key, $0.value) })
        #expect(attributes["text"]?.stringValue == "a")
        #expect(attributes["number"]?.intValue == 7)
        #expect(attributes["share"]?.doubleValue == 0.5)
        #expect(attributes["flag"]?.boolValue == true)
        #expect(attributes["list"]?.arrayValue.values.map(\.stringValue) == ["x", "y"])
        #expect(child.events.map(\.name) == ["retry", "exception"])
        #expect(child.events.first?.attributes.first?.value.intValue == 2)
        let exception = Dictionary(uniqueKeysWithValues: child.events[1].attributes.map { ($0.key, $0.value) })
        #expect(exception["exception.message"]?.stringValue == "no stock")
        #expect(child.links.first?.spanID == linked.context.spanContext?.spanID.bytes)
        #expect(child.status.code == .error)
        #expect(child.status.message == "failed")
        try await collector.close()
    }

    @Test func aSpanHoldsNoMoreThanItsLimitsAndSaysWhatWasDropped() async throws {
        let collector = try await TestCollector()
        var limits = SpanLimits()
        (limits.attributes, limits.events, limits.links, limits.attributesPerEvent) = (3, 2, 1, 1)
        limits.attributeValueLength = 4
        let service = TelemetryService(.sending(to: collector) { [limits] in $0.tracing.limits = limits })
        let span = service.tracer.startSpan("limited")
        for number in 0..<5 { span.attributes["a\(number)"] = "text \(number)" }
        span.attributes["a1"] = "other"
        for number in 0..<3 { span.addEvent(SpanEvent(name: "e\(number)", attributes: ["x": 1, "y": 2])) }
        for _ in 0..<4 { span.addLink(SpanLink(context: span.context, attributes: [:])) }
        span.end()
        span.attributes["late"] = 1
        span.end()
        #expect(await service.flush(timeout: .seconds(600)))

        let sent = try #require(try collector.spans().first)
        #expect(try collector.spans().count == 1)
        #expect(sent.attributes.map(\.key).sorted() == ["a0", "a1", "a2"])
        #expect(Set(sent.attributes.map(\.value.stringValue)) == ["text", "othe"])
        #expect(sent.droppedAttributesCount == 2)
        #expect(sent.events.map(\.name) == ["e0", "e1"])
        #expect(sent.events.map(\.droppedAttributesCount) == [1, 1])
        #expect(sent.droppedEventsCount == 1)
        #expect(sent.links.count == 1)
        #expect(sent.droppedLinksCount == 3)
        try await collector.close()
    }

    @Test func attributesThatManyTasksSetAreAllThere() async throws {
        let collector = try await TestCollector()
        let service = TelemetryService(.sending(to: collector))
        let span = service.tracer.startSpan("shared")
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<100 { group.addTask { span.attributes["a\(number)"] = number } }
        }
        span.end()
        #expect(await service.flush(timeout: .seconds(600)))
        let sent = try #require(try collector.spans().first)
        #expect(Set(sent.attributes.map(\.value.intValue)) == Set(0..<100))
        try await collector.close()
    }

    @Test func spansGoInBatches() async throws {
        let collector = try await TestCollector()
        let service = TelemetryService(
            .sending(to: collector) {
                $0.traceExport?.maximumQueueSize = 1_000
                $0.traceExport?.maximumBatchSize = 100
            }
        )
        for number in 0..<950 { service.tracer.startSpan("s\(number)").end() }
        #expect(await service.flush(timeout: .seconds(600)))
        #expect(collector.requests.filter { $0.path == "/v1/traces" }.count == 10)
        #expect(try collector.spans().map(\.name) == (0..<950).map { "s\($0)" })
        #expect(service.count("telemetry.sent", [("signal", "traces")]) == 950)
        try await collector.close()
    }

    @Test func whatIsNotSampledIsNotSentAndKeepsItsIDs() async throws {
        let collector = try await TestCollector()
        let service = TelemetryService(.sending(to: collector) { $0.tracing.sampler = .alwaysOff })
        let span = service.tracer.startSpan("root", context: .topLevel)
        #expect(!span.isRecording)
        let context = try #require(span.context.spanContext)
        #expect(!context.isSampled)
        #expect(span.context.spanContext == context)
        let child = service.tracer.startSpan("child", context: span.context)
        #expect(child.context.spanContext?.traceID == context.traceID)
        child.end()
        span.end()
        #expect(await service.flush(timeout: .seconds(600)))
        #expect(try collector.spans().isEmpty)
        try await collector.close()
    }

    @Test func theShareOfTracesThatIsSampledIsTheOneAskedFor() {
        var generator = SystemRandomNumberGenerator()
        for share in [0.0, 0.1, 0.5, 0.9, 1] {
            let sampler = TraceSampler.ratio(share)
            let sampled = (0..<100_000).count { _ in sampler.samples(traceIDLow: generator.next(), parent: nil) }
            // Five standard deviations.
            #expect(abs(Double(sampled) - 100_000 * share) <= 5 * (100_000 * share * (1 - share)).squareRoot())
        }
    }

    @Test func aParentDecidesForItsChildren() throws {
        let sampled = try #require(
            SpanContext(traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", tracestate: nil)
        )
        let notSampled = try #require(
            SpanContext(traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", tracestate: nil)
        )
        let sampler = TraceSampler.parentBased(root: .alwaysOff)
        #expect(sampler.samples(traceIDLow: .max, parent: sampled))
        #expect(!TraceSampler.parentBased(root: .alwaysOn).samples(traceIDLow: 0, parent: notSampled))
        #expect(TraceSampler.alwaysOn.samples(traceIDLow: .max, parent: notSampled))
    }

    /// As a manual reclaim does, which knows the context alone.
    @Test func whoWorksInASpanFindsItUntilItEnds() async throws {
        let collector = try await TestCollector()
        let service = TelemetryService(.sending(to: collector))
        let tracer: any Tracer = service.tracer
        let context = tracer.withAnySpan("work", context: .topLevel) { _ -> ServiceContext? in
            guard let context = ServiceContext.current else { return nil }
            tracer.activeSpan(identifiedBy: context)?.addEvent("found")
            return context
        }
        let ended = try #require(context)
        #expect(tracer.activeSpan(identifiedBy: ended) == nil)
        #expect(tracer.activeSpan(identifiedBy: .topLevel) == nil)
        #expect(await service.flush(timeout: .seconds(600)))
        #expect(try collector.spans().first?.events.map(\.name) == ["found"])
    }

    @Test func withoutAnExporterTheCallersContextIsPassedOn() throws {
        let service = TelemetryService(.default)
        var context = ServiceContext.topLevel
        context[SpanContextKey.self] = SpanContextKey.Value(
            try #require(
                SpanContext(traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", tracestate: nil)
            )
        )
        let span = service.tracer.startSpan("any", context: context)
        #expect(!span.isRecording)
        #expect(span.context.spanContext == context.spanContext)
    }
}

#endif
