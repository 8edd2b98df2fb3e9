import InMemoryLogging
import Logging
import MetricsTestKit
import ObjectPools
import Testing

@testable import MemoryTuning

/// What is published, and under which names.
struct MemoryMetricsTests {
    private let backend = TestMetrics()

    private static func statistics(_ factor: Int = 1) -> MemoryStatistics {
        var statistics = MemoryStatistics()
        statistics.process.resident = 1_000 * factor
        statistics.process.virtual = 2_000 * factor
        statistics.process.threads = 3 * factor
        statistics.process.minorFaults = 40 * factor
        statistics.process.majorFaults = 5 * factor
        statistics.process.userTime = .seconds(6 * factor)
        statistics.process.systemTime = .seconds(7 * factor)
        statistics.process.uptime = .seconds(8 * factor)
        statistics.controlGroup = ControlGroupMemory(version: .two, usage: 9, limit: .init(max: 10_000, high: 9_000))
        let times = MemoryStall.Times(
            last10Seconds: 0,
            last60Seconds: 0,
            last300Seconds: 0,
            total: .seconds(2 * factor)
        )
        statistics.stall = MemoryStall(scope: .machine, some: times, full: times)
        statistics.heap = HeapMemory(
            allocator: .glibc,
            system: 900 * factor,
            inUse: 600 * factor,
            released: 100 * factor
        )
        statistics.counted = CountedAllocations(
            allocations: 70 * factor,
            deallocations: 20 * factor,
            bytes: 7_000 * factor,
            liveBytes: 500 * factor
        )
        statistics.stacks = 11 * factor
        statistics.descriptors = 12 * factor
        return statistics
    }

    private func metrics(
        _ readings: [MemoryStatistics],
        detail: MemoryStatistics.Detail = .all,
        sources: [MetricSource] = [],
        label: @escaping @Sendable (String) -> String? = { $0 },
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) -> MemoryMetrics {
        let queue = Readings(readings)
        return MemoryMetrics(
            MetricPublisher(factory: backend, label: label),
            detail: detail,
            sources: sources,
            logger: logger
        ) { _ in queue.next() }
    }

    private func gauge(_ name: String) throws -> Double? { try backend.expectGauge(name).lastValue }

    private func counter(_ name: String, _ attributes: [(String, String)] = []) throws -> Int64 {
        try backend.expectCounter(name, attributes).totalValue
    }

    @Test func publishesEachFigureUnderItsName() throws {
        metrics([Self.statistics()]).publish()
        #expect(try gauge("swift.memory.used") == 500)
        #expect(try gauge("swift.memory.objects") == 50)
        #expect(try gauge("swift.memory.heap.system") == 900)
        #expect(try gauge("swift.memory.heap.in_use") == 600)
        #expect(try gauge("swift.memory.heap.idle") == 300)
        #expect(try gauge("swift.memory.heap.released") == 100)
        #expect(try gauge("swift.memory.fragmentation") == 0.25)
        #expect(try gauge("swift.memory.stack") == 11)
        #expect(try counter("swift.memory.allocated") == 7_000)
        #expect(try counter("swift.memory.allocations") == 70)
        #expect(try gauge("swift.memory.limit") == 9_000)
        #expect(try counter("swift.memory.pressure.stalled", [("kind", "some")]) == 2)
        #expect(try counter("swift.memory.pressure.stalled", [("kind", "full")]) == 2)
        #expect(try gauge("process.memory.usage") == 1_000)
        #expect(try gauge("process.memory.virtual") == 2_000)
        #expect(try counter("process.paging.faults", [("system.paging.fault.type", "minor")]) == 40)
        #expect(try counter("process.paging.faults", [("system.paging.fault.type", "major")]) == 5)
        #expect(try counter("process.cpu.time", [("cpu.mode", "user")]) == 6)
        #expect(try counter("process.cpu.time", [("cpu.mode", "system")]) == 7)
        #expect(try gauge("process.thread.count") == 3)
        #expect(try gauge("process.unix.file_descriptor.count") == 12)
        #expect(try gauge("process.uptime") == 8)
    }

    @Test func countersGrowByWhatIsNew() throws {
        let metrics = metrics([Self.statistics(1), Self.statistics(3), Self.statistics(2), Self.statistics(4)])
        for _ in 0..<4 { metrics.publish() }
        #expect(try backend.expectCounter("swift.memory.allocations").values == [70, 140, 70])
        #expect(try counter("process.cpu.time", [("cpu.mode", "user")]) == 24)
        #expect(try backend.expectGauge("swift.memory.stack").values == [11, 33, 22, 44])
    }

    @Test func whatIsUnknownIsNotPublished() throws {
        metrics([MemoryStatistics()], sources: [.taskCount { nil }]).publish()
        for metric in MemoryMetric.all where metric.descriptor.kind == .gauge {
            #expect((try? backend.expectGauge(metric.descriptor.name).lastValue) == nil, "\(metric.descriptor.name)")
        }
        for metric in MemoryMetric.all where metric.descriptor.kind == .counter {
            let published = try? backend.expectCounter(metric.descriptor.name, metric.attributes).values
            #expect(published?.isEmpty ?? true, "\(metric.descriptor.name)")
        }
        #expect(throws: (any Error).self) { try backend.expectGauge("swift.task.count") }
    }

    @Test func namesCanBeChangedAndLeftOut() throws {
        let metrics = metrics(
            [Self.statistics()],
            sources: [.taskCount { 5 }],
            label: { $0.hasPrefix("swift.") ? "shop." + $0 : nil }
        )
        metrics.publish()
        #expect(try gauge("shop.swift.memory.used") == 500)
        #expect(try gauge("shop.swift.task.count") == 5)
        #expect(throws: (any Error).self) { try backend.expectGauge("process.memory.usage") }
        #expect(throws: (any Error).self) { try backend.expectGauge("swift.memory.used") }
    }

    // MARK: Sources

    @Test func sourcesArePublishedWithTheStatistics() throws {
        let pool = ObjectPool<Note>(name: "monitored")
        pool.withObject { $0.text = "x" }
        let metrics = metrics([Self.statistics()], sources: [.pools, .taskCount { 17 }])
        metrics.publish()
        #expect(try counter("pool.get.count", [("pool.name", "monitored")]) == 1)
        #expect(try backend.expectGauge("pool.retained", [("pool.name", "monitored")]).lastValue == 1)
        #expect(try gauge("swift.task.count") == 17)
        withExtendedLifetime(pool) {}
    }

    @Test func aSourcesValueTakesThePlaceOfTheStatistics() throws {
        let tuner = MetricSource("tuner") { $0.publish(MetricTable.limit, 4_000) }
        let metrics = metrics([Self.statistics()], sources: [tuner])
        metrics.publish()
        metrics.publish()
        #expect(try backend.expectGauge("swift.memory.limit").values == [4_000, 4_000])
    }

    @Test func aFailingSourceIsLoggedOnceAndTheOthersGoOn() throws {
        struct Failure: Error {}
        let log = InMemoryLogHandler()
        let metrics = metrics(
            [Self.statistics()],
            sources: [MetricSource("broken") { _ in throw Failure() }, .taskCount { 1 }],
            logger: Logger(label: "test") { _ in log }
        )
        for _ in 0..<5 { metrics.publish() }
        #expect(log.entries.count == 1)
        #expect(log.entries.first?.level == .warning)
        #expect(log.entries.first.map { "\($0.message)" }?.contains("'broken'") == true)
        #expect(try backend.expectGauge("swift.task.count").values.count == 5)
    }

    // MARK: What is missing

    @Test func whatIsMissingIsSaidOnce() {
        let log = InMemoryLogHandler()
        let metrics = metrics([MemoryStatistics()], logger: Logger(label: "test") { _ in log })
        for _ in 0..<5 { metrics.publish() }
        #expect(log.entries.count == 6)
        #expect(log.entries.allSatisfy { $0.level == .notice })
    }

    @Test func whatWasNotAskedForIsNotMissing() {
        let log = InMemoryLogHandler()
        let statistics = MemoryStatistics.read(.core)
        metrics([statistics], detail: .core, logger: Logger(label: "test") { _ in log }).publish()
        #expect(log.entries.filter { !"\($0.message)".contains("control group") }.isEmpty)
    }

    @Test func whatIsLostLaterIsAWarningOnce() {
        let log = InMemoryLogHandler()
        var lost = Self.statistics()
        lost.controlGroup = nil
        let metrics = metrics([Self.statistics(), lost], logger: Logger(label: "test") { _ in log })
        for _ in 0..<5 { metrics.publish() }
        #expect(log.entries.count == 1)
        #expect(log.entries.first?.level == .warning)
        #expect(log.entries.first.map { "\($0.message)" }?.contains("control group") == true)
    }
}
