@testable import MemoryTuning
import MetricsTestKit
import Scheduling
import Testing

struct MemoryTunerTests {
    @Test func reclaimsNearTheLimitAndSaysWhy() async throws {
        let memory = PlannedMemory(
            resident: 80 << 20,
            groupLimit: 100 << 20,
            yields: [.pools: 1 << 20, .trim: 30 << 20]
        )
        let tuned = try TunedMemory(memory)
        try await tuned.whileRunning { tuned in
            await tuned.pass(.milliseconds(200))
            #expect(memory.count(of: .trim) == 1)
            #expect(tuned.log.contain("info: The memory limit is 90.0 MiB"))
            #expect(tuned.log.contain("Memory pressure is elevated: part of the limit in use, 80.0 MiB in use, 89 %"))
            #expect(tuned.log.contain("Reclaimed 31.0 MiB in"))
            #expect(tuned.log.contain("(near the limit)"))
            await tuned.pass(.seconds(4))
            #expect(tuned.tuner.currentPressure == .nominal)
            #expect(tuned.log.contain("Memory pressure is nominal: there is room again"))
        }
        let counter = try tuned.metrics.expectCounter("swift.memory.reclaim.count", [("reason", "limit")])
        #expect(counter.totalValue == 1)
        let trim = try tuned.metrics.expectCounter("swift.memory.reclaim.bytes", [("step", "trim")])
        #expect(trim.totalValue == Int64(30 << 20))
        #expect(try tuned.metrics.expectRecorder("swift.memory.reclaim.duration", [("step", "trim")]).values.count == 1)
    }

    @Test func publishesTheLimitAndThePressureAsASource() async throws {
        let tuned = try TunedMemory(PlannedMemory(resident: 80 << 20, groupLimit: 100 << 20))
        let admission = try AdmissionController(tuner: tuned.tuner, configuration: .init(bodyBytes: 1))
        await #expect(throws: AdmissionRefusal.self) { try await admission.admit(bytes: 2) }
        let metrics = MemoryMetrics(
            detail: [],
            sources: [.tuner(tuned.tuner), .admission(admission)],
            factory: tuned.metrics,
            logger: tuned.log.logger
        )
        try await tuned.whileRunning { tuned in
            await tuned.pass(.milliseconds(100))
            metrics.publish()
        }
        #expect(try tuned.metrics.expectGauge("swift.memory.limit").lastValue == Double(90 << 20))
        #expect(try tuned.metrics.expectGauge("swift.memory.pressure").lastValue == 1)
        #expect(try tuned.metrics.expectGauge("swift.memory.admission.waiting").lastValue == 0)
        let refused = try tuned.metrics.expectCounter("swift.memory.admission.refused", [("reason", "too_large")])
        #expect(refused.totalValue == 1)
    }

    @Test func followsALimitThatIsChangedWhileItRuns() async throws {
        let memory = PlannedMemory(resident: 50 << 20, groupLimit: 1_000 << 20)
        let tuned = try TunedMemory(memory, .init(growthTrigger: .off, reserve: 0))
        try await tuned.whileRunning { tuned in
            await tuned.pass(.seconds(1))
            #expect(tuned.tuner.effectiveLimit?.bytes == 900 << 20)
            memory.change { $0.groupLimit = 50 << 20 }
            await tuned.pass(.seconds(1))
            #expect(tuned.tuner.effectiveLimit?.bytes == 45 << 20)
            #expect(tuned.tuner.currentPressure == .critical)
            #expect(tuned.log.contain("warning: The memory limit of 45.0 MiB is below what is in use, 50.0 MiB"))
            memory.change { $0.groupLimit = 2_000 << 20 }
            await tuned.pass(.seconds(8))
            #expect(tuned.tuner.effectiveLimit?.bytes == 1_800 << 20)
            #expect(tuned.tuner.currentPressure == .nominal)
        }
    }

    @Test(arguments: [MemoryLimit.automatic, .percent(1e-9)])
    func aLimitOfNothingIsCriticalAndTheServiceGoesOn(limit: MemoryLimit) async throws {
        let memory = PlannedMemory(resident: 50 << 20, groupLimit: 0)
        let tuned = try TunedMemory(memory, .init(limit: limit))
        try await tuned.whileRunning { tuned in
            await tuned.pass(.seconds(10))
            #expect(tuned.tuner.effectiveLimit?.bytes == MemoryLimit.leastBytes)
            #expect(tuned.tuner.currentPressure == .critical)
            #expect(memory.count(of: .pools) <= 11)
            memory.change { $0.groupLimit = 1_000 << 20 }
            if limit == .automatic {
                await tuned.pass(.seconds(10))
                #expect(tuned.tuner.currentPressure == .nominal)
            }
        }
    }

    @Test func turnsWorkAwayOnlyWhenReclaimingWasNotEnough() async throws {
        let memory = PlannedMemory(resident: 99 << 20, groupLimit: 100 << 20)
        let tuned = try TunedMemory(memory)
        try await tuned.whileRunning { tuned in
            await tuned.pass(.milliseconds(100))
            #expect(memory.count(of: .trim) == 1)
            #expect(tuned.tuner.isShedding)
            #expect(tuned.log.contain("warning: Work is turned away: memory is about to run out, and reclaiming"))
            memory.change { $0.groupUsed = 20 << 20 }
            await tuned.pass(.milliseconds(100))
            #expect(!tuned.tuner.isShedding)
            #expect(tuned.tuner.currentPressure == .critical)
        }
    }

    @Test func whatIsTakenWithoutWorkKeepsNoWorkOutForLong() async throws {
        let memory = PlannedMemory(resident: 99 << 20, groupLimit: 100 << 20)
        let tuned = try TunedMemory(memory)
        try await tuned.whileRunning { tuned in
            await tuned.pass(.milliseconds(100))
            #expect(tuned.tuner.isShedding)
            // 92 %: below the threshold, and not by as much as the pressure needs to fall.
            memory.change { $0.groupUsed = 83 << 20 }
            await tuned.pass(.seconds(2))
            #expect(tuned.tuner.isShedding)
            await tuned.pass(.seconds(2))
            #expect(!tuned.tuner.isShedding)
            #expect(tuned.tuner.currentPressure == .critical)
            memory.change { $0.groupUsed = 88 << 20 }
            await tuned.pass(.milliseconds(100))
            #expect(tuned.tuner.isShedding)
        }
    }

    @Test func tellsThoseWhoWaitOfEachChange() async throws {
        let memory = PlannedMemory(resident: 10 << 20, groupLimit: 100 << 20)
        var thresholds = PressureThresholds.default
        // That memory jumps to 89 % is no growth here.
        thresholds.criticalTimeToLimit = .zero
        let tuned = try TunedMemory(memory, .init(reserve: 0, thresholds: thresholds))
        try await tuned.whileRunning { tuned in
            var levels = tuned.tuner.pressure.makeAsyncIterator()
            #expect(await levels.next() == .nominal)
            await tuned.pass(.seconds(1))
            memory.change { $0.groupUsed = 80 << 20 }
            await tuned.pass(.seconds(1))
            #expect(await levels.next() == .elevated)
        }
        var levels = tuned.tuner.pressure.makeAsyncIterator()
        #expect(await levels.next() == .nominal)
        #expect(await levels.next() == nil)
        // And when it runs again.
        memory.change { $0.groupUsed = 10 << 20 }
        try await tuned.whileRunning { tuned in
            await tuned.pass(.seconds(10))
            var levels = tuned.tuner.pressure.makeAsyncIterator()
            #expect(await levels.next() == .nominal)
            memory.change { $0.groupUsed = 80 << 20 }
            await tuned.pass(.seconds(1))
            #expect(await levels.next() == .elevated)
        }
    }

    @Test func settersReturnWhatWasSetBeforeAndRefuseNonsense() throws {
        let tuner = try TunedMemory(PlannedMemory(resident: 1 << 20)).tuner
        #expect(try tuner.setMemoryLimit(.bytes(512 << 20)) == .automatic)
        #expect(try tuner.setMemoryLimit(.percent(50)) == .bytes(512 << 20))
        #expect(throws: MemoryTuningError.self) { try tuner.setMemoryLimit(.bytes(-1)) }
        #expect(tuner.memoryLimit == .percent(50))
        #expect(try tuner.setGrowthTrigger(.off) == .percent(100))
        #expect(throws: MemoryTuningError.self) { try tuner.setGrowthTrigger(.percent(0)) }
        #expect(tuner.growthTrigger == .off)
    }

    @Test(arguments: [
        MemoryTuner.Configuration(limit: .bytes(0)), .init(growthTrigger: .percent(-1)), .init(reserve: -1),
        .init(interval: .zero), .init(processorShare: 0), .init(processorShare: .nan), .init(cyclePause: .seconds(-1)),
        .init(cacheTimeout: .zero),
    ])
    func refusesSettingsThatMakeNoSense(configuration: MemoryTuner.Configuration) {
        #expect(throws: MemoryTuningError.self) {
            try TunedMemory(PlannedMemory(resident: 1 << 20), configuration)
        }
    }

    @Test func worksWhereThereAreNeitherControlGroupsNorStalls() async throws {
        let memory = PlannedMemory(resident: 20 << 20, machineBytes: 100 << 20, yields: [.trim: 40 << 20])
        let tuned = try TunedMemory(memory)
        try await tuned.whileRunning { tuned in
            await tuned.pass(.seconds(1))
            #expect(tuned.tuner.effectiveLimit == EffectiveLimit(bytes: 90 << 20, source: .machine))
            #expect(tuned.tuner.currentPressure == .nominal)
            memory.change { $0.resident = 89 << 20 }
            await tuned.pass(.seconds(2))
            #expect(memory.count(of: .trim) == 1)
            #expect(tuned.log.contain("Memory pressure is critical"))
            await tuned.pass(.seconds(8))
            #expect(tuned.tuner.currentPressure == .nominal)
            #expect(!tuned.tuner.isShedding)
        }
    }

    @Test(arguments: [Duration.seconds(1_000_000), .seconds(-1_000_000)])
    func aClockThatJumpsStopsNothing(jump: Duration) async throws {
        let memory = PlannedMemory(resident: 89 << 20, groupLimit: 100 << 20, yields: [.trim: 1 << 20])
        let tuned = try TunedMemory(memory)
        try await tuned.whileRunning { tuned in
            await tuned.pass(.seconds(5))
            let before = memory.count(of: .trim)
            #expect(before >= 4)
            tuned.clock.advance(by: jump)
            // What sleeps by a clock that went back would wait for it to come again.
            tuned.tuner.wake()
            await tuned.pass(.seconds(5))
            let cycles = memory.count(of: .trim) - before
            #expect(cycles >= 4 && cycles <= 7)
            memory.change {
                $0.resident = 10 << 20
                $0.groupUsed = 10 << 20
            }
            await tuned.pass(.seconds(8))
            #expect(tuned.tuner.currentPressure == .nominal)
        }
    }

    @Test func runsOnce() async throws {
        let tuned = try TunedMemory(PlannedMemory(resident: 1 << 20))
        try await tuned.whileRunning { tuned in
            await tuned.settle()
            let error = await #expect(throws: MemoryTuningError.self) { try await tuned.tuner.run() }
            #expect(error?.code == .alreadyRunning)
        }
        // And again after it has ended.
        try await tuned.whileRunning { await $0.settle() }
    }

    @Test func goesOnWhenNothingCanBeRead() async throws {
        let memory = PlannedMemory(resident: 80 << 20, groupLimit: 100 << 20)
        let tuned = try TunedMemory(memory)
        try await tuned.whileRunning { tuned in
            await tuned.pass(.milliseconds(100))
            #expect(tuned.tuner.currentPressure == .elevated)
            memory.change { $0 = MemoryObservation() }
            await tuned.pass(.seconds(5))
            #expect(tuned.tuner.currentPressure == .nominal)
            #expect(tuned.tuner.effectiveLimit == nil)
            memory.change {
                $0.resident = 80 << 20
                $0.groupLimit = 100 << 20
            }
            await tuned.pass(.seconds(2))
            #expect(tuned.tuner.currentPressure == .elevated)
        }
    }
}
