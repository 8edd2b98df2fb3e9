import Profiles
import Subprocess
import Testing

/// A stress of the malloc family from many threads, with forks, under the hooks: no byte is lost, and the counts add up.
struct StressTests {
    @Test(arguments: [1, 64, 4096, 512 * 1024])
    func countsAreExactAtEveryInterval(interval: Int) async throws {
        let run = try await RecordedRun("AllocationStress", ["8", "12000", String(interval)], interval: interval)
        #expect(run.status == .exited(0), "\(run.output)")
        let own = try #require(StressCounts(run.output))
        let totals = run.recording.heapProfile().totals
        // libc and the threads' creation allocate a little of their own.
        #expect((0...200).contains(totals.allocations - own.allocations))
        #expect((0...200).contains(totals.deallocations - own.deallocations))
        #expect((0...200_000).contains(totals.allocatedBytes - own.bytes))
        #expect(totals.liveObjects >= 0 && totals.liveObjects <= 200)
    }

    @Test func tracingEveryAllocationMissesNone() async throws {
        let run = try await RecordedRun("AllocationStress", ["4", "5000"], interval: 1)
        let profile = run.recording.heapProfile()
        #expect(profile.sampling.dropped == 0)
        let allocated = profile.sites.reduce(Usage()) { $0 + $1.allocated }
        let inUse = profile.sites.reduce(Usage()) { $0 + $1.inUse }
        // What came before the hooks' start is counted but has no sample.
        #expect((0...20).contains(profile.totals.allocations - Int(allocated.objects.value)))
        #expect(profile.totals.liveObjects - Int(inUse.objects.value) >= 0)
        #expect(allocated.objects.variance == 0)
    }

    @Test func threadsThatComeAndGoLoseNoCount() async throws {
        let run = try await RecordedRun("AllocationStress", ["5000", "20"], interval: 10_000)
        #expect(run.status == .exited(0), "\(run.output)")
        let own = try #require(StressCounts(run.output))
        let totals = run.recording.heapProfile().totals
        // Each new thread may cost libc a block.
        #expect((0...5200).contains(totals.allocations - own.allocations))
        #expect(totals.liveObjects >= 0 && totals.liveObjects <= 200)
    }

    @Test func sampledEstimatesComeNearTheExactTotals() async throws {
        let run = try await RecordedRun("AllocationStress", ["8", "12000", "5"], interval: 4096)
        let profile = run.recording.heapProfile()
        let allocated = profile.sites.reduce(Usage()) { $0 + $1.allocated }
        let error = abs(allocated.bytes.value - Double(profile.totals.allocatedBytes))
        // Six standard deviations of the estimate itself.
        #expect(error <= 6 * allocated.bytes.variance.squareRoot() + 100_000)
    }
}
