@testable import MemoryTuning
import ObjectPools
import Scheduling
import Testing

struct CacheTests {
    private final class Cache: Reclaimable {
        let name: String
        let gate: Gate?
        private let bytes: Int
        private let requests = Guarded<[ReclaimRequest]>([])

        init(_ name: String, gate: Gate? = nil, bytes: Int = 7 << 20) {
            self.name = name
            self.gate = gate
            self.bytes = bytes
        }

        var asked: [ReclaimRequest] { requests.withLock { $0 } }

        func reclaim(_ request: ReclaimRequest) async -> Int {
            requests.withLock { $0.append(request) }
            await gate?.pass()
            return bytes
        }
    }

    @Test func cachesAreAskedBetweenPoolsAndAllocator() async throws {
        let tuned = try TunedMemory(PlannedMemory(resident: 100 << 20))
        let cache = Cache("one")
        let registration = tuned.tuner.register(cache)
        let report = await tuned.tuner.reclaim()
        #expect(report.steps.map(\.step) == [.pools, .caches, .trim])
        #expect(report.steps[1].givenUp == 7 << 20)
        #expect(cache.asked == [ReclaimRequest(pressure: .elevated, goal: nil)])
        registration.cancel()
        let next = await tuned.tuner.reclaim()
        #expect(next.steps.map(\.step) == [.pools, .trim])
        #expect(cache.asked.count == 1)
    }

    @Test(arguments: [(7 << 20, true), (1 << 10, false)])
    func whatACacheGivesUpIsTrimmedAlthoughTrimmingRests(bytes: Int, isTrimmed: Bool) async throws {
        let memory = PlannedMemory(resident: 80 << 20, groupLimit: 100 << 20)
        let tuned = try TunedMemory(memory)
        for _ in 0..<StepHistory.patience { await tuned.tuner.reclaim() }
        #expect(tuned.tuner.stepStatistics[.trim]?.isResting == true)
        let cache = Cache("full", bytes: bytes)
        _ = tuned.tuner.register(cache)
        try await tuned.whileRunning { tuned in
            await tuned.pass(.seconds(5))
            await until { !cache.asked.isEmpty && !tuned.tuner.isReclaiming }
        }
        #expect((memory.count(of: .trim) > StepHistory.patience) == isTrimmed)
    }

    @Test(arguments: [(Duration.zero, true), (.milliseconds(200), false), (.seconds(5), false)])
    func waitingForACacheCostsNothing(work: Duration, isAllowed: Bool) async throws {
        let memory = PlannedMemory(resident: 100 << 20, steps: [])
        let tuned = try TunedMemory(memory)
        let gate = Gate()
        _ = tuned.tuner.register(Cache("slow", gate: gate, bytes: 50 << 20))
        async let report = tuned.tuner.reclaim(.growth)
        await until { gate.arrivals == 1 && tuned.clock.sleepers == 1 }
        memory.work(for: work)
        tuned.clock.advance(by: .milliseconds(900))
        gate.open()
        #expect(await report.duration == .milliseconds(900))
        #expect(await report.steps.map(\.cost) == [min(work, .milliseconds(900))])
        let now = tuned.clock.now.sinceStart + .seconds(2)
        let plan = tuned.tuner.shared.withLock {
            $0.state.policy.plan(
                memory.observe(),
                pressure: .elevated,
                available: [.caches],
                used: nil,
                limit: nil,
                now: now
            )
        }
        #expect((plan != nil) == isAllowed)
    }

    @Test func noMoreIsAskedForThanIsTooMuchButInAnEmergency() async throws {
        let tuned = try TunedMemory(PlannedMemory(resident: 100 << 20))
        let caches = (0..<3).map { Cache("cache \($0)") }
        for cache in caches { tuned.tuner.register(cache) }
        let bytes = await tuned.tuner.reclaimCaches(ReclaimRequest(pressure: .elevated, goal: 10 << 20))
        #expect(bytes == 14 << 20)
        #expect(caches.map { $0.asked.map(\.goal) } == [[10 << 20], [3 << 20], []])
        _ = await tuned.tuner.reclaimCaches(ReclaimRequest(pressure: .critical, goal: 10 << 20))
        #expect(caches.map { $0.asked.last?.goal } == [10 << 20, 10 << 20, 10 << 20])
    }

    @Test func answersThatMakeNoSenseAddUpToNoTrouble() async throws {
        let tuned = try TunedMemory(PlannedMemory(resident: 100 << 20, yields: [.pools: 5 << 20]))
        for bytes in [Int.max, .max, .min] { _ = tuned.tuner.register(Cache("boasting", bytes: bytes)) }
        for _ in 0..<10 { await tuned.tuner.reclaim() }
        #expect(tuned.tuner.stepStatistics[.caches]?.tries == 10)
    }

    @Test func oneThatDoesNotAnswerIsNotWaitedForAndLeftOutUntilItHas() async throws {
        let tuned = try TunedMemory(PlannedMemory(resident: 100 << 20))
        let gate = Gate()
        let slow = Cache("slow", gate: gate)
        let quick = Cache("quick")
        _ = tuned.tuner.register(slow)
        _ = tuned.tuner.register(quick)
        async let report = tuned.tuner.reclaim()
        await until { gate.arrivals == 1 && tuned.clock.sleepers == 1 }
        tuned.clock.advance(by: .seconds(1))
        #expect(await report.steps[1].givenUp == 7 << 20)
        #expect(tuned.log.contain("warning: A cache has not given up memory in time"))
        _ = await tuned.tuner.reclaim()
        #expect(slow.asked.count == 1)
        #expect(quick.asked.count == 2)
        gate.open()
        await until { tuned.tuner.shared.withLock { $0.askedCaches.isEmpty } }
        _ = await tuned.tuner.reclaim()
        #expect(slow.asked.count == 2)
    }
}
