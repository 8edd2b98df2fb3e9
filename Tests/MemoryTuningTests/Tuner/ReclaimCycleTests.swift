import Dispatch
import InMemoryTracing
@testable import MemoryTuning
import MetricsTestKit
import ObjectPools
import Scheduling
import Testing
import Tracing

/// Cycles of a tuner, on request and its own.
struct ReclaimCycleTests {
    @Test func whereNothingIsToBeHadItStopsTryingAndSaysSo() async throws {
        let memory = PlannedMemory(resident: 80 << 20, groupLimit: 100 << 20)
        let tuned = try TunedMemory(memory)
        try await tuned.whileRunning { tuned in
            await tuned.pass(.seconds(60))
            #expect(memory.count(of: .trim) == 3)
            #expect(tuned.log.contain("Reclaim step trim has released nothing 3 times in a row"))
            #expect(tuned.tuner.stepStatistics[.trim]?.isResting == true)
        }
    }

    @Test func aCycleOnRequestRunsAllStepsAndReportsEach() async throws {
        let memory = PlannedMemory(resident: 100 << 20, yields: [.pools: 5 << 20, .trim: 20 << 20])
        let tuned = try TunedMemory(memory)
        let report = await tuned.tuner.reclaim()
        #expect(report.reason == .manual)
        #expect(report.steps.map(\.step) == [.pools, .trim])
        #expect(report.steps.map(\.released) == [5 << 20, 20 << 20])
        #expect(report.steps.map(\.givenUp) == [5 << 20, nil])
        #expect(report.residentBefore == 100 << 20)
        #expect(report.residentAfter == 75 << 20)
        #expect(report.released == 25 << 20)
        let counter = try tuned.metrics.expectCounter("swift.memory.reclaim.count", [("reason", "manual_trigger")])
        #expect(counter.totalValue == 1)
    }

    @Test(arguments: [ReclaimStep.pools, .trim])
    func whereResidentMemoryCannotBeReadNothingCountsAsReleased(step: ReclaimStep) async throws {
        let memory = PlannedMemory(resident: 100 << 20, yields: [.pools: 5 << 20, .trim: 20 << 20])
        memory.hideResident(after: step)
        let report = await (try TunedMemory(memory)).tuner.reclaim()
        #expect(report.steps.map(\.released) == (step == .pools ? [0, 0] : [5 << 20, 0]))
        #expect(report.residentBefore == 100 << 20)
        #expect(report.residentAfter == (step == .pools ? 75 << 20 : nil))
        #expect(report.released == (step == .pools ? 25 << 20 : nil))
    }

    @Test func aCycleOnRequestIsAnEventOfTheCurrentSpan() async throws {
        let tuned = try TunedMemory(PlannedMemory(resident: 100 << 20))
        await tuned.tracer.withSpan("request") { _ in
            _ = await tuned.tuner.reclaim()
            _ = await tuned.tuner.reclaim(.growth)
        }
        await tuned.tuner.reclaim()
        let span = try #require(tuned.tracer.finishedSpans.first)
        #expect(span.events.map(\.name) == ["forced reclaim"])
        #expect(span.events.first?.attributes["reason"]?.toSpanAttribute() == .string("manual_trigger"))
        #expect(tuned.tracer.finishedSpans.count == 1)
    }

    @Test func anEmergencySaysThatItGoesBeyondTheBudgetWhenItDoes() async throws {
        let memory = PlannedMemory(resident: 89 << 20, groupLimit: 100 << 20, steps: [.trim])
        let tuned = try TunedMemory(memory)
        // The first cycle takes more than may be saved up.
        let clock = tuned.clock
        memory.beforeEachStep { _ in
            memory.work(for: .seconds(1))
            clock.advance(by: .seconds(1))
        }
        try await tuned.whileRunning { tuned in
            await tuned.pass(.milliseconds(100))
            #expect(memory.count(of: .trim) == 1)
            #expect(tuned.log.contain("(emergency)"))
            #expect(!tuned.log.contain("beyond the budget"))
            await tuned.pass(.seconds(3))
            #expect(memory.count(of: .trim) > 1)
            #expect(tuned.log.contain("(emergency, beyond the budget of processor time)"))
        }
    }

    @Test func aLongTrimHoldsUpNoLook() async throws {
        let memory = PlannedMemory(resident: 50 << 20, groupLimit: 100 << 20)
        let tuned = try TunedMemory(memory)
        let end = DispatchSemaphore(value: 0)
        let trims = Guarded<(begun: Int, ended: Int)>((0, 0))
        memory.beforeEachStep { step in
            guard step == .trim else { return }
            trims.withLock { $0.begun += 1 }
            // Ends by itself where looks wait for it, so that this test fails and does not hang.
            _ = end.wait(timeout: .now() + 900)
            trims.withLock { $0.ended += 1 }
        }
        try await tuned.whileRunning { tuned in
            await tuned.settle()
            async let report = tuned.tuner.reclaim()
            await until { trims.withLock { $0.begun } == 1 }
            memory.change { $0.groupUsed = 89 << 20 }
            tuned.clock.advance(by: .seconds(1))
            await until { tuned.tuner.currentPressure == .critical }
            #expect(trims.withLock { $0.ended } == 0)
            end.signal()
            _ = await report
            memory.beforeEachStep { _ in }
        }
    }

    @Test func cyclesOnRequestRunOneAfterTheOther() async throws {
        let memory = PlannedMemory(resident: 100 << 20)
        let tuned = try TunedMemory(memory)
        await withTaskGroup { group in
            for _ in 0..<50 { group.addTask { _ = await tuned.tuner.reclaim() } }
        }
        #expect(memory.count(of: .trim) == 50)
        #expect(!tuned.tuner.isReclaiming)
    }

    @Test func doesNotThrashWhereMemoryComesBackEachTime() async throws {
        let memory = PlannedMemory(resident: 97 << 20, groupLimit: 100 << 20, yields: [.trim: 30 << 20])
        let tuned = try TunedMemory(memory, .init(reserve: 0, processorShare: 1))
        try await tuned.whileRunning { tuned in
            for _ in 0..<1_200 {
                await tuned.pass(.milliseconds(50))
                memory.change {
                    $0.resident = 97 << 20
                    $0.groupUsed = 97 << 20
                }
            }
        }
        let cycles = memory.count(of: .trim)
        #expect(cycles >= 1 && cycles <= 61)
    }
}
