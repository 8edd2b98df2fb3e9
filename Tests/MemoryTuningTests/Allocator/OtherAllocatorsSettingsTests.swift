import MemoryTuning
import Testing

/// jemalloc's and tcmalloc's settings as they tell them, each in a process of its own.
@Suite(.enabled(if: AllocatorKind.current == .glibc, "no other allocator can be loaded over a sanitizer's"))
struct OtherAllocatorsSettingsTests {
    private static let jemalloc = SetAllocatorRun.allocator("libjemalloc.so.2", for: "jemalloc's settings")
    private static let tcmalloc = SetAllocatorRun.allocator("libtcmalloc_minimal.so.4", for: "tcmalloc's settings")

    @Test(.enabled(if: jemalloc != nil), arguments: ["dirty", "muzzy"])
    func decayIsSetAndSetBackForArenasThatAreAndThatWillBe(pages: String) async throws {
        let values = ["value:arena.0.\(pages)_decay_ms", "value:arenas.\(pages)_decay_ms"]
        let run = try await SetAllocatorRun(
            values + ["\(pages)_decay_ms=700"] + values + ["\(pages)_decay_ms=-1"] + values + ["back"] + values,
            allocator: Self.jemalloc
        )
        let own = try #require(run.lines.first)
        #expect(own != "700")
        #expect(
            run.lines == [
                own, own, "\(pages)_decay_ms=700 applied", "700", "700", "\(pages)_decay_ms=-1 applied", "-1", "-1",
                "\(pages)_decay_ms=\(own) applied", own, own,
            ]
        )
    }

    @Test(.enabled(if: jemalloc != nil))
    func theBackgroundThreadIsStartedAndEnded() async throws {
        let run = try await SetAllocatorRun(
            ["background_thread=1", "value:background_thread", "back", "value:background_thread"],
            allocator: Self.jemalloc
        )
        #expect(run.lines == ["background_thread=1 applied", "1", "background_thread=0 applied", "0"])
    }

    @Test(
        .enabled(if: jemalloc != nil),
        arguments: [
            ("narenas:1,dirty_decay_ms:5", "dirty_decay_ms=700 left alone: MALLOC_CONF sets it", "5"),
            ("narenas:1, dirty_decay_ms:5", "dirty_decay_ms=700 applied", "700"),
            ("dirty_decay_ms", "dirty_decay_ms=700 applied", "700"),
        ]
    )
    func onlyWhatJemallocReadsOfItsVariableIsLeftAlone(text: String, report: String, value: String) async throws {
        let run = try await SetAllocatorRun(
            ["dirty_decay_ms=700", "value:arenas.dirty_decay_ms"],
            environment: ["MALLOC_CONF": text],
            allocator: Self.jemalloc
        )
        #expect(run.lines == [report, value])
    }

    @Test(.enabled(if: jemalloc != nil))
    func threadsThatSetTheSameAtOnceAreSetBackToWhatWasBeforeAllOfThem() async throws {
        let run = try await SetAllocatorRun(
            ["dirty_decay_ms=77", "race:dirty_decay_ms", "value:arenas.dirty_decay_ms"],
            allocator: Self.jemalloc
        )
        #expect(run.lines == ["dirty_decay_ms=77 applied", "77", "77"])
    }

    @Test(
        .enabled(if: tcmalloc != nil),
        arguments: [
            ("max_total_thread_cache_bytes", 1 << 20), ("aggressive_memory_decommit", 1),
        ]
    )
    func tcmallocsSettingsAreSetAndSetBack(name: String, value: Int) async throws {
        let own = "value:tcmalloc.\(name)"
        let run = try await SetAllocatorRun([own, "\(name)=\(value)", own, "back", own], allocator: Self.tcmalloc)
        let before = try #require(run.lines.first)
        #expect(before != "\(value)")
        #expect(run.lines == [before, "\(name)=\(value) applied", "\(value)", "\(name)=\(before) applied", before])
    }

    @Test(.enabled(if: tcmalloc != nil))
    func tcmallocsVariableIsLeftAlone() async throws {
        let run = try await SetAllocatorRun(
            ["max_total_thread_cache_bytes=1048576", "value:tcmalloc.max_total_thread_cache_bytes"],
            environment: ["TCMALLOC_MAX_TOTAL_THREAD_CACHE_BYTES": "2097152"],
            allocator: Self.tcmalloc
        )
        let variable = "TCMALLOC_MAX_TOTAL_THREAD_CACHE_BYTES"
        #expect(run.lines == ["max_total_thread_cache_bytes=1048576 left alone: \(variable) sets it", "2097152"])
    }

    @Test(.enabled(if: jemalloc != nil))
    func glibcsSettingsAreRejectedWhereAnotherServes() async throws {
        let run = try await SetAllocatorRun(["arena_max=2", "back"], allocator: Self.jemalloc)
        #expect(run.lines == ["arena_max=2 rejected: it is a setting of glibc, which does not serve this process"])
    }
}
