@testable import MemoryTuning
import ObjectPools
import Scheduling
import Testing

struct CacheTests {
    private final class Cache: Reclaimable {
        let name: String
        let gate: Gate?
        private let requests = Guarded<[ReclaimRequest]>([])

        init(_ name: String, gate: Gate? = nil) {
            self.name = name
            self.gate = gate
        }

        var asked: [ReclaimRequest] { requests.withLock { $0 } }

        func reclaim(_ request: ReclaimRequest) async -> Int {
            requests.withLock { $0.append(request) }
            await gate?.pass()
            return 7 << 20
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
