#if Server

import AllocationTracking
import Foundation
import Logging
import MetricsTestKit
import ObjectPools
import ServiceLifecycle
import ServiceLifecycleTestKit
import Testing

@testable import MemoryTuning

/// The monitor as a service of this very process.
struct MemoryMonitorTests {
    private let backend = TestMetrics()

    /// Waits for what other tasks do; gives up after ten minutes: other tests may keep all threads busy.
    private func wait(until condition: () -> Bool) async throws {
        let end = ContinuousClock.now.advanced(by: .seconds(600))
        while !condition() {
            try #require(ContinuousClock.now < end, "it did not happen within ten minutes")
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    private func monitor(_ configuration: MemoryMonitor.Configuration, sources: [MetricSource] = []) -> MemoryMonitor {
        MemoryMonitor(
            configuration: configuration,
            sources: sources,
            factory: backend,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// The metrics of the original design, and what has taken their places; reclaim cycles are the tuner's.
    static let original = [
        ("go.memory.heap_alloc", "swift.memory.used"),
        ("go.memory.heap_sys", "swift.memory.heap.system"),
        ("go.memory.heap_idle", "swift.memory.heap.idle"),
        ("go.memory.heap_inuse", "swift.memory.heap.in_use"),
        ("go.memory.heap_released", "swift.memory.heap.released"),
        ("go.memory.heap_objects", "swift.memory.objects"),
        ("go.memory.stack_inuse", "swift.memory.stack"),
        ("go.goroutines.count", "swift.task.count"),
    ]

    @Test(.enabled(if: AllocationHooks.status == .active, "the hooks count nothing here"))
    func everyGaugeOfTheOriginalIsPublishedByALiveService() async throws {
        let monitor = monitor(
            .init(interval: .milliseconds(5), heartbeat: .milliseconds(5)),
            sources: [.taskCount { 3 }]
        )
        let group = ServiceGroup(services: [monitor], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        async let running: Void = group.run()
        for (_, name) in Self.original {
            try await wait { (try? backend.expectGauge(name).lastValue) != nil }
            let descriptor = try #require(MetricTable.all.first { $0.name == name })
            #expect(descriptor.kind == .gauge)
            #expect(["By", "{object}", "{task}"].contains(descriptor.unit))
            #expect(!descriptor.summary.isEmpty)
        }
        let used = try #require(try backend.expectGauge("swift.memory.used").lastValue)
        #expect(used > 100_000)
        #expect(try #require(try backend.expectGauge("swift.memory.objects").lastValue) > 1_000)
        #expect(try #require(try backend.expectGauge("swift.memory.stack").lastValue) > 10_000)
        #expect(try #require(try backend.expectGauge("swift.memory.heap.system").lastValue) > 100_000)
        #expect(try backend.expectGauge("swift.task.count").lastValue == 3)
        try await wait { (try? backend.expectRecorder("swift.executor.delay").values.count) ?? 0 > 3 }
        await group.triggerGracefulShutdown()
        try await running
    }

    @Test func endsWhenTheServiceGroupShutsDown() async throws {
        let monitor = monitor(.init(interval: .seconds(3600), heartbeat: .seconds(3600)))
        try await testGracefulShutdown { trigger in
            async let running: Void = monitor.run()
            try await wait { (try? backend.expectGauge("process.memory.usage").lastValue) != nil }
            trigger.triggerGracefulShutdown()
            await running
        }
    }

    @Test func endsWhenItsTaskIsCancelled() async throws {
        let monitor = monitor(.init(interval: .seconds(3600), heartbeat: nil))
        let task = Task { await monitor.run() }
        try await wait { (try? backend.expectGauge("process.memory.usage").lastValue) != nil }
        task.cancel()
        await task.value
        #expect(throws: (any Error).self) { try backend.expectRecorder("swift.executor.delay") }
    }

    @Test func publishesAtEachInterval() async throws {
        let monitor = monitor(.init(interval: .milliseconds(2), detail: .core, heartbeat: nil))
        let task = Task { await monitor.run() }
        try await wait { (try? backend.expectGauge("process.memory.usage").values.count) ?? 0 > 20 }
        task.cancel()
        await task.value
    }

    @Test func blockingThePoolsThreadsIsSeenAsDelay() async throws {
        let monitor = monitor(.init(interval: .seconds(3600), heartbeat: .milliseconds(5)))
        let task = Task { await monitor.run() }
        defer { task.cancel() }
        func delays() -> [Double] { (try? backend.expectRecorder("swift.executor.delay").values) ?? [] }
        try await wait { !delays().isEmpty }
        let end = ContinuousClock.now.advanced(by: .seconds(600))
        while !delays().contains(where: { $0 > 0.05 }) {
            try #require(ContinuousClock.now < end, "no delay was seen within a minute")
            await withDiscardingTaskGroup { group in
                for _ in 0..<sysconf(Int32(_SC_NPROCESSORS_ONLN)) * 2 { group.addTask { usleep(100_000) } }
            }
        }
        #expect(delays().allSatisfy { $0 >= 0 })
    }
}

#endif
