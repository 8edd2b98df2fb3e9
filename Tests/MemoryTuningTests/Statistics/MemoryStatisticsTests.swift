import AllocationTracking
import Foundation
import Testing

@testable import MemoryTuning

/// Whole readings.
struct MemoryStatisticsTests {
    @Test func theCoreReadsNothingElse() {
        let statistics = MemoryStatistics.read(.core)
        #expect(statistics.process.resident != nil)
        #expect(statistics.process.peak == nil)
        #expect(statistics.stall == nil)
        #expect(statistics.heap == nil)
        #expect(statistics.stacks == nil)
        #expect(statistics.descriptors == nil)
    }

    @Test func everythingIsReadOnRequest() throws {
        let statistics = MemoryStatistics.read(.all)
        #expect(try #require(statistics.process.peak) >= 1 << 20)
        let heap = try #require(statistics.heap)
        #expect(try #require(heap.system) >= (heap.inUse ?? .max))
        #expect(heap.idle != nil && heap.released != nil)
        #expect(try #require(statistics.stacks) > 0)
        #expect(try #require(statistics.descriptors) > 3)
    }

    @Test func withoutAnythingToReadAllIsNil() throws {
        let reader = MemoryReader(try SystemFixture().paths, clocks: .system) { nil }
        var statistics = reader.read(.all)
        // The hooks are linked into this program.
        #expect(statistics.counted != nil)
        statistics.counted = nil
        #expect(statistics == MemoryStatistics())
    }

    @Test(.enabled(if: AllocationHooks.status == .active, "the hooks count nothing here"))
    func theHooksCountsAreTheLinkedHooks() throws {
        let before = try #require(AllocationCounters.process)
        let counted = try #require(MemoryStatistics.read(.core).counted)
        let after = try #require(AllocationCounters.process)
        #expect(counted.allocations >= before.allocations && counted.allocations <= after.allocations)
        #expect(counted.bytes >= before.bytes && counted.bytes <= after.bytes)
        #expect(counted.deallocations >= before.deallocations && counted.deallocations <= after.deallocations)
    }

    @Test func whatGlibcDoesNotTellIsTakenFromTheKernel() throws {
        let fixture = try SystemFixture()
        try fixture.write("100000 9000 1000 0 0 0 0\n", to: "proc/self/statm")
        try fixture.write("VmSwap: 4000 kB\n", to: "proc/self/status")
        let anonymous = try #require(ProcessFiles(fixture.paths).core().anonymous)
        for (system, inUse, released) in [
            (anonymous + 10_000_000, 1_000_000, 10_000_000 - 4000 << 10),
            (anonymous + 10_000_000, anonymous + 9_000_000, 1_000_000),
            (anonymous, 1_000_000, 0),
        ] {
            let reader = MemoryReader(fixture.paths, clocks: .system) {
                HeapMemory(allocator: .glibc, system: system, inUse: inUse)
            }
            #expect(reader.read(.all).heap?.released == max(released, 0))
        }
    }

    @Test func hugeFiguresOfTheKernelDoNotOverflow() throws {
        let fixture = try SystemFixture()
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        try fixture.write("\(Int.max / page) \(Int.max / page) 0 0 0 0 0\n", to: "proc/self/statm")
        try fixture.write("VmSwap: \(Int.max / 1024) kB\n", to: "proc/self/status")
        let reader = MemoryReader(fixture.paths, clocks: .system) { HeapMemory(allocator: .glibc, system: 1, inUse: 0) }
        #expect(reader.read(.all).heap?.released == 0)
    }

    @Test func aHeapsFiguresAddUp() {
        let heap = HeapMemory(allocator: .glibc, system: 1000, inUse: 600, released: 200)
        #expect(heap.idle == 400)
        #expect(heap.fragmentation == 0.25)
        #expect(HeapMemory(allocator: .glibc, system: 1000, inUse: 1200, released: 0).fragmentation == 0)
        #expect(HeapMemory(allocator: .mimalloc, system: 1000).idle == nil)
        #expect(HeapMemory(allocator: .glibc, system: 0, inUse: 0, released: 0).fragmentation == nil)
    }

    @Test func statisticsAreReadFromManyThreadsAtOnce() async {
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<200 {
                        let statistics = MemoryStatistics.read(.all)
                        #expect(statistics.process.resident != nil)
                        #expect(statistics.process.threads != nil)
                    }
                }
            }
        }
    }
}
