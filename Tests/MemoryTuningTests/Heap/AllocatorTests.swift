import CTrimtabPlatform
import Testing

@testable import MemoryTuning

/// The allocator of this program, which is glibc's.
struct AllocatorTests {
    private static let isGlibc = AllocatorKind.current == .glibc

    @Test(.enabled(if: isGlibc, "the allocator is another"))
    func figuresFollowWhatIsAllocated() throws {
        let before = try #require(HeapMemory.read()?.inUse)
        let bytes = 64 << 20
        let block = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 16)
        defer { block.deallocate() }
        // Other tests allocate and free meanwhile.
        let growth = try #require(HeapMemory.read()?.inUse) - before
        #expect(growth > bytes / 2)
    }

    @Test(.enabled(if: isGlibc, "the allocator is another"))
    func memoryIsGivenBack() {
        #expect(trimtab_allocator_release() != TRIMTAB_RELEASE_UNSUPPORTED)
    }

    @Test(.enabled(if: isGlibc, "the allocator is another"))
    func otherAllocatorsKnobsAreNotSet() {
        var value: Int64 = 0
        for knob in [TRIMTAB_KNOB_DIRTY_DECAY, TRIMTAB_KNOB_BACKGROUND_THREAD, TRIMTAB_KNOB_THREAD_CACHE_BYTES] {
            #expect(trimtab_allocator_set(knob, 1) == TRIMTAB_KNOB_UNSUPPORTED)
            #expect(!trimtab_allocator_get(knob, &value))
        }
        #expect(!trimtab_allocator_get(TRIMTAB_KNOB_ARENA_MAX, &value))
    }

    @Test(.enabled(if: isGlibc, "the allocator is another"), arguments: [-1, 1 << 31, Int64.min, Int64.max] as [Int64])
    func aValueThatGlibcCannotTakeIsRefused(value: Int64) {
        #expect(trimtab_allocator_set(TRIMTAB_KNOB_TRIM_THRESHOLD, value) == TRIMTAB_KNOB_REFUSED)
    }

    @Test func aKnobThatIsNoneIsNotSet() {
        let none = trimtab_allocator_knob(rawValue: 4711)
        #expect(trimtab_allocator_set(none, 1) == TRIMTAB_KNOB_UNSUPPORTED)
    }
}
