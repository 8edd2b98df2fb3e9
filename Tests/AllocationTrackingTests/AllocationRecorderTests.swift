import AllocationTesting
import AllocationTracking
import CHooksChecks
import CoreMetrics
import InMemoryTracing
import MetricsTestKit
import Randomness
import Testing
import Tracing

#if canImport(Glibc)
import Glibc
#endif

@Suite(.enabled(if: AllocationHooks.status == .active, "allocations are not counted in this build"))
struct AllocationRecorderTests {
    private static let scope = ("scope", "allocation-optimizer")

    private let metrics = TestMetrics()
    private let tracer = InMemoryTracer()

    private func recorder(_ tracing: AllocationRecorder.Tracing = .off) -> AllocationRecorder {
        withTracer(tracer) { withMetricsFactory(metrics) { AllocationRecorder(tracing: tracing) } }
    }

    private func count(_ attributes: (String, String)...) -> [Int64] {
        let dimensions = attributes + [Self.scope]
        return metrics.counters(label: "memory.allocations.count", dimensions: dimensions).flatMap(\.values)
    }

    private func bytes(type: String) -> [Int64] {
        let dimensions = [("type", type), Self.scope]
        return metrics.counters(label: "memory.allocations.bytes", dimensions: dimensions).flatMap(\.values)
    }

    /// A block that no optimiser leaves out.
    private func allocate(_ size: Int) {
        free(checks_memalign(16, size))
    }

    // MARK: Metrics

    @Test func figuresAreThoseOfTheHooksForHundredRandomScopes() throws {
        let recorder = recorder()
        var random = SeededGenerator(seed: 6)
        var counted: [Int64] = []
        var requested: [Int64] = []
        var kept: [UnsafeMutableRawPointer] = []
        for _ in 0..<100 {
            let count = Int.random(in: 0...40, using: &random)
            let sizes = (0..<count).map { _ in Int.random(in: 1...9000, using: &random) }
            kept.reserveCapacity(kept.count + sizes.count)
            let used: AllocationCounters? = recorder.record(type: "block") {
                let before = AllocationCounters.currentThread
                for size in sizes {
                    guard let block = checks_memalign(16, size) else { return nil }
                    if size.isMultiple(of: 2) { free(block) } else { kept.append(block) }
                }
                let after = AllocationCounters.currentThread
                guard let before, let after else { return nil }
                return after - before
            }
            let counts = try #require(used)
            if counts.allocations > 0 {
                counted.append(Int64(counts.allocations))
                requested.append(Int64(counts.bytes))
            }
        }
        for block in kept { free(block) }
        #expect(count(("type", "block"), ("pre_allocated", "false")) == counted)
        #expect(bytes(type: "block") == requested)
        #expect(counted.count > 50)
    }

    @Test func whatIsPreAllocatedIsCountedApart() {
        let recorder = recorder()
        recorder.record(type: "map", preAllocated: true) { allocate(10) }
        recorder.record(type: "map") { allocate(20) }
        #expect(count(("type", "map"), ("pre_allocated", "true")) == [1])
        #expect(count(("type", "map"), ("pre_allocated", "false")) == [1])
        #expect(bytes(type: "map") == [10, 20])
    }

    @Test func aScopeThatAllocatesNothingRecordsNothing() {
        #expect(recorder().record(type: "map") { 5 } == 5)
        #expect(count(("type", "map"), ("pre_allocated", "false")) == [])
    }

    @Test func whatAScopeAllocatesBeforeItThrowsIsRecorded() {
        struct Failure: Error {}
        #expect(throws: Failure.self) {
            try recorder().record(type: "map") { () throws(Failure) in
                allocate(10)
                throw Failure()
            }
        }
        // The error is in it.
        #expect(bytes(type: "map").map { $0 >= 10 } == [true])
    }

    @Test func countersAreMadeOncePerAttributes() {
        let factory = CountingFactory()
        let recorder = withMetricsFactory(factory) { AllocationRecorder() }
        for _ in 0..<10 {
            recorder.record(type: "map") { allocate(10) }
            recorder.record(type: "slice", preAllocated: true) { allocate(10) }
        }
        #expect(factory.made == 4)
        #expect(factory.total == 20 + 200)
    }

    // MARK: Spans

    @Test func theSpansHaveTheOriginalsAttributes() throws {
        let recorder = recorder(.all)
        var buffer = [UInt8](repeating: 0, count: 100)
        _ = recorder.preAllocateSlice(expectedSize: 1000) { [Int](repeating: 0, count: 1000) }
        _ = recorder.preAllocateMap(expectedSize: 50) { [Int: Int](minimumCapacity: 50) }
        for length in [50, 5000] {
            recorder.reuseBuffer(&buffer, capacity: { $0.capacity }) { buffer in
                buffer.removeAll(keepingCapacity: true)
                buffer.reserveCapacity(length)
            }
        }
        let text = recorder.buildString(parts: 2) { String(repeating: "é", count: 40) }
        #expect(text.utf8.count == 80)
        let spans = tracer.finishedSpans
        try #require(
            spans.map(\.operationName) == [
                "pre_allocate_slice", "pre_allocate_map", "reuse_buffer", "reuse_buffer", "string_builder",
            ]
        )
        #expect(spans[0].attributes == ["expected_size": 1000])
        #expect(spans[1].attributes == ["expected_size": 50])
        #expect(spans[2].attributes.get("buffer_reused") == .bool(true))
        #expect(spans[2].attributes.get("new_capacity") == nil)
        #expect(spans[3].attributes == ["buffer_reused": false, "new_capacity": .int64(Int64(buffer.capacity))])
        #expect(spans[4].attributes.get("parts_count") == .int64(2))
        #expect(spans[4].attributes.get("total_length") == .int64(80))
        #expect(count(("type", "slice"), ("pre_allocated", "true")) == [1])
        #expect(bytes(type: "slice").first.map { $0 >= 8000 } == true)
        #expect(count(("type", "map"), ("pre_allocated", "true")) == [1])
        #expect(count(("type", "buffer"), ("reallocation", "true")) == [1])
        #expect(count(("type", "string"), ("pre_allocated", "true")).count == 1)
    }

    @Test func aSpanTellsTheError() throws {
        struct Failure: Error {}
        #expect(throws: Failure.self) {
            try recorder(.all).buildString(parts: 1) { () throws(Failure) in throw Failure() }
        }
        let span = try #require(tracer.finishedSpans.first)
        #expect(span.errors.count == 1)
        #expect(span.status?.code == .error)
    }

    @Test func spansAreStartedOnRequestAlone() {
        let recorder = recorder(.off)
        _ = recorder.preAllocateMap(expectedSize: 50) { [Int: Int](minimumCapacity: 50) }
        _ = recorder.buildString(parts: 1) { "text" }
        #expect(tracer.finishedSpans.isEmpty && tracer.activeSpans.isEmpty)
        #expect(count(("type", "map"), ("pre_allocated", "true")) == [1])
    }

    @Test func spansNeedNoMetrics() {
        let recorder = withTracer(tracer) { AllocationRecorder(tracing: .all) }
        _ = recorder.preAllocateMap(expectedSize: 50) { [Int: Int](minimumCapacity: 50) }
        #expect(tracer.finishedSpans.count == 1)
    }

    // MARK: Its own cost

    private static let idle = AllocationRecorder()
    private static let busy = withMetricsFactory(CountingFactory()) { AllocationRecorder() }

    @Test(.allocations(exactly: 3))
    func withoutABackendOnlyTheScopeAllocates() {
        for size in 1...3 { Self.idle.record(type: "block") { allocate(size) } }
    }

    // Unoptimised code reads elements of arrays by coroutines, which allocate.
    @Test(.allocations(exactly: 3, inDebug: 6))
    func recordingAllocatesNothingItself() {
        for size in 1...3 { Self.busy.record(type: "block", preAllocated: true) { allocate(size) } }
    }
}
