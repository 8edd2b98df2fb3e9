import AllocationTesting
import AllocationTracking
import CHooksChecks
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// Counts are exact. This suite runs where the hooks are linked into the test executable.
@Suite(.enabled(if: AllocationHooks.status == .active, "allocations are not counted in this build"))
struct MeasureAllocationsTests {
    final class Node {
        var next: Node?
        init(next: Node?) { self.next = next }
    }

    /// Frees a block. The optimiser does not see that, and so it leaves the block's allocation in.
    @inline(never)
    private static func release(_ block: UnsafeMutableRawPointer?) { free(block) }

    @Test func countsNothingWhereNothingIsAllocated() throws {
        func sum() -> (result: Int, used: AllocationCounters?) {
            measureAllocations {
                var sum = 0
                for number in 1...100 { sum += number }
                return sum
            }
        }
        _ = sum()  // the runtime allocates the types' metadata at their first use
        let (result, used) = sum()
        #expect(result == 5050)
        #expect(try #require(used) == AllocationCounters())
    }

    @Test(.allocations(exactly: 0))
    func readingAndMeasuringAllocateNothing() {
        let (_, used) = measureAllocations { AllocationCounters.currentThread }
        #expect(used?.allocations == 0)
        #expect(AllocationCounters.process != nil)
    }

    @Test func countsEachObject() throws {
        func makeList() -> (result: Node?, used: AllocationCounters?) {
            measureAllocations {
                var list: Node?
                for _ in 0..<100 { list = Node(next: list) }
                return list
            }
        }
        _ = makeList()  // the runtime allocates the types' metadata at their first use
        let (list, used) = makeList()
        let counts = try #require(used)
        #expect(counts.allocations == 100)
        #expect(counts.deallocations == 0)
        #expect(counts.live == 100)
        withExtendedLifetime(list) {}
    }

    @Test func countsBytesAsRequestedAndLiveBytesAsOccupied() throws {
        let (pointer, used) = measureAllocations { malloc(100) }
        let counts = try #require(used)
        #expect(counts.allocations == 1)
        #expect(counts.bytes == 100)
        #expect(counts.liveBytes == Int(checks_usable_size(pointer)))
        let (_, freed) = measureAllocations { free(pointer) }
        #expect(try #require(freed).deallocations == 1)
        #expect(try #require(freed).liveBytes == -counts.liveBytes)
        #expect(try #require(freed).live == -1)
    }

    @Test func countsEveryMemberOfTheMallocFamilyOnce() throws {
        var pointer: UnsafeMutableRawPointer?
        let (_, used) = measureAllocations {
            Self.release(malloc(10))
            Self.release(calloc(3, 10))
            Self.release(realloc(realloc(nil, 10), 1000))
            if posix_memalign(&pointer, 64, 10) == 0 { free(pointer) }
            Self.release(aligned_alloc(32, 64))
            Self.release(checks_memalign(32, 10))
            Self.release(valloc(10))
            Self.release(checks_pvalloc(10))
            free(nil)
        }
        let counts = try #require(used)
        #expect(counts.allocations == 9)
        #expect(counts.deallocations == 9)
        let requested = [10, 30, 10, 1000, 10, 64, 10, 10, 4096]
        #expect(counts.bytes == requested.reduce(0, +))
        #expect(counts.liveBytes == 0)
    }

    @Test func doesNotCountWhatFails() throws {
        let (pointers, used) = measureAllocations { [malloc(Int.max), calloc(Int.max, Int.max)] }
        #expect(pointers == [nil, nil])
        // The array's own bytes, and perhaps the runtime's next pool for metadata.
        #expect(try #require(used).bytes < 1 << 20)
    }

    @Test func doesNotCountOtherThreads() throws {
        var thread = pthread_t()
        let (_, used) = measureAllocations {
            // Creating a thread allocates a little here; the megabyte is the other thread's.
            pthread_create(
                &thread,
                nil,
                { _ in
                    Self.release(malloc(1 << 20)); return nil
                },
                nil
            )
            pthread_join(thread, nil)
        }
        #expect(try #require(used).bytes < 1 << 20)
    }

    @Test func processCountsOutliveTheirThreads() throws {
        let before = try #require(AllocationCounters.process)
        for _ in 0..<50 {
            var thread = pthread_t()
            pthread_create(
                &thread,
                nil,
                { _ in
                    for _ in 0..<100 { Self.release(malloc(1 << 16)) }; return nil
                },
                nil
            )
            pthread_join(thread, nil)
        }
        // Other tests run meanwhile and only add.
        let used = try #require(AllocationCounters.process) - before
        #expect(used.allocations >= 5000)
        #expect(used.bytes >= 5000 << 16)
    }

    @Test func handsErrorsOn() {
        struct Failure: Error {}
        #expect(throws: Failure.self) {
            _ = try measureAllocations { () throws(Failure) -> Int in throw Failure() }
        }
    }

    @Test func asynchronousMeasurementCountsTheWholeProcess() async throws {
        let (_, used) = await measureProcessAllocations {
            await Task.detached { Self.release(malloc(3 << 20)) }.value
        }
        #expect(try #require(used).bytes >= 3 << 20)
    }
}
