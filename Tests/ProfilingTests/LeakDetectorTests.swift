import CoreMetrics
import Foundation
import InMemoryLogging
import Logging
import MetricsTestKit
import ObjectPools
import Profiles
import Scheduling
import Testing

@testable import Profiling

@Suite struct LeakDetectorTests {
    /// A service whose memory is made up: a line that leaks from some look on, until another.
    private actor Source: LeakSource {
        private var look = 0
        private let leaking: Range<Int>

        init(leaking: Range<Int>) {
            self.leaking = leaking
        }

        func looks(at time: Double) async -> [DetectedLeak.Resource: LeakLook] {
            look += 1
            let now = Double(look) * 60
            let lost = leaking.prefix { $0 <= look }.flatMap { number in
                (0..<3).map { LeakBlock(allocatedTime: Double(number) * 60 - Double($0) * 20, objects: 10, bytes: 5e5) }
            }
            // What has leaked is given back when it has ended.
            let blocks = look < leaking.upperBound ? lost : []
            let subject = LeakSubject(type: "Session", function: "store()", file: "Store.swift", line: 7)
            let memory = LeakLook(
                time: now,
                load: now,
                liveBytes: 100 << 20,
                memoryLimit: 1 << 30,
                blocks: blocks.isEmpty ? [:] : [subject: blocks]
            )
            return [.memory: memory]
        }

        func described(_ findings: [DetectedLeak.Resource: [LeakFinding]]) async -> [DetectedLeak] {
            (findings[.memory] ?? []).map {
                DetectedLeak(resource: .memory, finding: $0, text: "sessions leak", place: "Store.swift:7")
            }
        }
    }

    private func detector(
        leaking: Range<Int>,
        log: InMemoryLogHandler,
        metrics: TestMetrics = TestMetrics(),
        clock: ManualClock = ManualClock()
    ) -> LeakDetector {
        LeakDetector(
            configuration: .init(),
            logger: Logger(label: "test", factory: { _ in log }),
            metrics: metrics,
            source: Source(leaking: leaking),
            clock: RelativeClock(clock)
        )
    }

    @Test func logsALeakOnceAndItsEnd() async throws {
        let log = InMemoryLogHandler()
        let metrics = TestMetrics()
        let detector = detector(leaking: 5..<200, log: log, metrics: metrics)
        for _ in 0..<190 { await detector.look() }
        #expect(detector.leaks.map(\.text) == ["sessions leak"])
        #expect(log.entries.count { $0.level == .warning } == 1)
        let count = try metrics.expectGauge("swift.memory.leak.count", [("resource", "memory")])
        #expect(count.lastValue == 1)
        #expect(try metrics.expectGauge("swift.memory.leak.rate").lastValue ?? 0 > 10_000)
        #expect(try metrics.expectGauge("swift.memory.leak.time_to_limit").lastValue ?? 0 > 0)
        for _ in 0..<30 { await detector.look() }
        #expect(detector.leaks.isEmpty)
        #expect(log.entries.last?.level == .notice)
        #expect(count.lastValue == 0)
    }

    @Test func saysNothingInTheFirstHour() async {
        let log = InMemoryLogHandler()
        let detector = detector(leaking: 1..<500, log: log)
        for _ in 0..<59 { await detector.look() }
        #expect(detector.leaks.isEmpty && log.entries.isEmpty)
    }

    @Test func looksOnceAMinuteAndEndsWhenCancelled() async {
        let clock = ManualClock()
        let detector = detector(leaking: 1..<500, log: InMemoryLogHandler(), clock: clock)
        let running = Task { await detector.run() }
        await until { clock.sleepers == 1 }
        for _ in 0..<3 {
            clock.advance(by: .seconds(59))
            await until { clock.sleepers == 1 }
            clock.advance(by: .seconds(1))
            await until { clock.sleepers == 1 }
        }
        running.cancel()
        await running.value
        #expect(clock.sleepers == 0)
    }

    @Test func findsTasksOfThisProcessByTheirLines() async throws {
        let source = ProcessLeakSource(environment: [:], watchesTasks: true)
        guard LiveTasks.watch() == .watched else { return }
        let gate = Gate()
        let tasks = (0..<20).map { _ in Task { await gate.pass() } }
        let line = #line - 1
        await until { gate.arrivals == 20 }
        let looks = await source.looks(at: 100)
        #expect(looks[.memory] == nil)
        let made = looks[.tasks]?.blocks.filter { $0.key.function?.contains("findsTasksOfThisProcess") == true } ?? [:]
        #expect(made.values.reduce(0) { $0 + $1.count } >= 20)
        #expect(looks[.leases] != nil)
        let subject = try #require(made.keys.first)
        let finding = LeakFinding(
            kind: .accumulates,
            subject: LeakSubject(type: subject.type, function: subject.function),
            since: 0,
            time: 100,
            span: 100,
            bytesPerSecond: 1,
            interval95: 1...1,
            objectsPerSecond: 1,
            bytes: 20,
            objects: 20,
            samples: 20,
            chance: 0.001
        )
        let described = await source.described([.tasks: [finding]])
        #expect(described.first?.text.contains("becomes more by 3,600 tasks an hour") == true)
        // Where there is no toolchain, the function is all that is known.
        if let place = described.first?.place { #expect(place.hasSuffix("LeakDetectorTests.swift:\(line)")) }
        gate.open()
        for task in tasks { await task.value }
    }
}
