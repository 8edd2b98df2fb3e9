import InMemoryTracing
import MetricsTestKit
import Testing
import Tracing

@testable import ObjectPools

struct TelemetryTests {
    // MARK: Metrics

    @Test func publishesTheDocumentedMetrics() throws {
        let backend = TestMetrics()
        let metrics = PoolMetrics(factory: backend)
        let pool = try ObjectPool<Note>(name: "published", configuration: .test())
        let kept = LeaseBox(pool.borrow())
        pool.withObject { $0.bytes = 50 }
        pool.withObject { _ in }
        metrics.publish()
        let of = [("pool.name", "published")]
        #expect(try backend.expectCounter("pool.get.count", of).totalValue == 3)
        #expect(try backend.expectCounter("pool.put.count", of).totalValue == 2)
        #expect(try backend.expectCounter("pool.new.count", of).totalValue == 2)
        #expect(try backend.expectGauge("pool.reuse.rate", of).lastValue == 100.0 / 3)
        #expect(try backend.expectGauge("pool.leased", of).lastValue == 1)
        #expect(try backend.expectGauge("pool.retained", of).lastValue == 1)
        #expect(try backend.expectGauge("pool.retained.bytes", of).lastValue == 50)
        pool.drain()
        metrics.publish()
        let drained = try backend.expectCounter("pool.discard.count", of + [("reason", "drained")])
        #expect(drained.totalValue == 1)
        #expect(try backend.expectGauge("pool.retained", of).lastValue == 0)
        withExtendedLifetime(kept) {}
    }

    @Test func addsUpPoolsOfOneName() throws {
        let backend = TestMetrics()
        let metrics = PoolMetrics(factory: backend)
        let pools = try (0..<3).map { _ in try ObjectPool<Note>(name: "twins", configuration: .test()) }
        for pool in pools { pool.withObject { _ in } }
        metrics.publish()
        #expect(try backend.expectCounter("pool.get.count", [("pool.name", "twins")]).totalValue == 3)
        #expect(PoolRegistry.statistics.filter { $0.name == "twins" }.map(\.statistics.gets) == [3])
        withExtendedLifetime(pools) {}
    }

    @Test func countersGoOnWhenAPoolIsReplaced() throws {
        let backend = TestMetrics()
        let metrics = PoolMetrics(factory: backend)
        for round in 1...3 {
            let pool = try ObjectPool<Note>(name: "replaced", configuration: .test())
            for _ in 0..<10 { pool.withObject { _ in } }
            metrics.publish()
            let counter = try backend.expectCounter("pool.get.count", [("pool.name", "replaced")])
            #expect(counter.totalValue == Int64(round * 10))
        }
        #expect(!PoolRegistry.statistics.contains { $0.name == "replaced" })
    }

    @Test func countersCountOnlyWhatIsNew() throws {
        let backend = TestMetrics()
        let metrics = PoolMetrics(factory: backend)
        let pool = try ObjectPool<Note>(name: "increments", configuration: .test())
        for _ in 0..<5 {
            pool.withObject { _ in }
            metrics.publish()
        }
        let counter = try backend.expectCounter("pool.get.count", [("pool.name", "increments")])
        #expect(counter.values == [1, 1, 1, 1, 1])
    }

    // MARK: Spans

    @Test func tracesEachUseOnRequest() throws {
        let tracer = InMemoryTracer()
        let pool = try ObjectPool<Note>(
            name: "traced",
            configuration: .test(tracing: .all),
            hooks: PoolHooks(tracer: tracer)
        )
        pool.withObject { _ in }
        pool.withObject { _ in }
        let spans = tracer.finishedSpans
        #expect(spans.map(\.operationName) == ["pool.get", "pool.put", "pool.get", "pool.put"])
        #expect(
            spans.map { $0.attributes["pool.name"]?.toSpanAttribute() } == Array(repeating: .string("traced"), count: 4)
        )
        #expect(spans[0].attributes["reused"]?.toSpanAttribute() == .bool(false))
        #expect(spans[2].attributes["reused"]?.toSpanAttribute() == .bool(true))
        #expect(spans[1].events.map(\.name) == ["object returned to pool"])
        #expect(pool.statistics.reuses == 1)
    }

    @Test func tracesMissesOnRequest() throws {
        let tracer = InMemoryTracer()
        let pool = try ObjectPool<Note>(
            name: "traced",
            configuration: .test(tracing: .misses),
            hooks: PoolHooks(tracer: tracer)
        )
        for _ in 0..<5 { pool.withObject { _ in } }
        #expect(tracer.finishedSpans.map(\.operationName) == ["pool.get"])
    }

    @Test func tracesNothingByDefault() throws {
        let tracer = InMemoryTracer()
        let pool = try ObjectPool<Note>(name: "traced", configuration: .test(), hooks: PoolHooks(tracer: tracer))
        pool.withObject { _ in }
        #expect(tracer.finishedSpans.isEmpty)
    }
}
