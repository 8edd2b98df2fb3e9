import Foundation
import MemoryTuning
import Testing

/// glibc's settings by what they do, each in a process of its own.
@Suite(.enabled(if: AllocatorKind.current == .glibc, "glibc does not serve malloc"))
struct GlibcSettingsTests {
    /// What glibc comes to by itself.
    private static let ownCap = 8 * sysconf(Int32(_SC_NPROCESSORS_ONLN))
    private static let backArenas =
        "arena_max=\(ownCap) applied, but glibc keeps to a cap under which a thread has begun"
    private static let mayBeSettled = "glibc may keep to a cap that it has settled on before"
    private static let isFixed = "glibc no longer adjusts its thresholds by itself"

    // MARK: Arenas

    @Test func threadsShareAsManyArenasAsAreAllowed() async throws {
        #expect(try await SetAllocatorRun(["threads:6"]).lines == ["7 arenas"])
        #expect(try await SetAllocatorRun(["arena_max=2", "threads:6"]).lines == ["arena_max=2 applied", "2 arenas"])
    }

    @Test func aCapThatIsRolledBackBeforeAThreadBeginsIsGone() async throws {
        let run = try await SetAllocatorRun(["arena_max=1", "back", "threads:6"])
        #expect(run.lines == ["arena_max=1 applied", Self.backArenas, "7 arenas"])
    }

    @Test func aCapUnderWhichAThreadHasBegunStaysAsTheReportSays() async throws {
        let run = try await SetAllocatorRun([
            "arena_max=1", "threads:6", "back", "threads:6", "arena_max=5", "threads:6",
        ])
        let again = "arena_max=5 applied, but \(Self.mayBeSettled)"
        #expect(run.lines == ["arena_max=1 applied", "1 arenas", Self.backArenas, "1 arenas", again, "1 arenas"])
    }

    @Test func aCapThatComesTooLateIsReportedAsSuch() async throws {
        let run = try await SetAllocatorRun(["threads:6", "arena_max=2", "threads:9"])
        #expect(run.lines == ["7 arenas", "arena_max=2 applied, but the 7 arenas that there are stay", "7 arenas"])
    }

    @Test func aCapIsReportedAsUncertainOnceGlibcMayHaveSettledOnItsOwn() async throws {
        let run = try await SetAllocatorRun(["threads:9", "arena_max=2", "threads:20"])
        let first = min(10, Self.ownCap + 1)
        #expect(
            run.lines == [
                "\(first) arenas",
                "arena_max=2 applied, but the \(first) arenas that there are stay, and \(Self.mayBeSettled)",
                "\(max(first, min(21, Self.ownCap))) arenas",
            ]
        )
    }

    // MARK: Thresholds

    @Test func glibcAdjustsItsThresholdsUntilOneIsSet() async throws {
        #expect(
            try await SetAllocatorRun(["block:8", "block:8"]).lines == [
                "mapped", "on the heap, which grows by 8 and shrinks by 0",
            ]
        )
        let run = try await SetAllocatorRun([
            "mmap_threshold=1048576", "block:8", "block:8", "back", "block:8", "block:8",
        ])
        #expect(
            run.lines == [
                "mmap_threshold=1048576 applied, but glibc no longer adjusts trim_threshold by itself",
                "mapped", "mapped",
                "mmap_threshold=131072 applied, but \(Self.isFixed)",
                "mapped", "mapped",
            ]
        )
    }

    @Test func bothThresholdsAreSetAndSetBack() async throws {
        let run = try await SetAllocatorRun([
            "mmap_threshold=33554432,trim_threshold=16777216", "block:8", "back", "block:24", "trim_threshold=1048576",
        ])
        #expect(
            run.lines == [
                "mmap_threshold=33554432 applied", "trim_threshold=16777216 applied",
                "on the heap, which grows by 8 and shrinks by 0",
                "mmap_threshold=131072 applied, but \(Self.isFixed)",
                "trim_threshold=131072 applied, but \(Self.isFixed)",
                "mapped",
                "trim_threshold=1048576 applied",
            ]
        )
        let low = try await SetAllocatorRun(["mmap_threshold=33554432,trim_threshold=1048576", "block:8"])
        #expect(low.lines.last == "on the heap, which grows by 8 and shrinks by 8")
    }

    @Test func theOtherThresholdMayBeTheEnvironments() async throws {
        let run = try await SetAllocatorRun(
            ["mmap_threshold=33554432", "block:8"],
            environment: ["MALLOC_TRIM_THRESHOLD_": "16777216"]
        )
        #expect(run.lines == ["mmap_threshold=33554432 applied", "on the heap, which grows by 8 and shrinks by 0"])
    }

    @Test func thePadIsSetAndSetBack() async throws {
        let run = try await SetAllocatorRun(
            ["top_pad=8388608", "block:4", "back", "block:24"],
            environment: ["MALLOC_MMAP_THRESHOLD_": "33554432", "MALLOC_TRIM_THRESHOLD_": "131072"]
        )
        #expect(
            run.lines == [
                "top_pad=8388608 applied",
                "on the heap, which grows by 12 and shrinks by 4",
                "top_pad=131072 applied",
                "on the heap, which grows by 16 and shrinks by 24",
            ]
        )
    }

    @Test func howManyBlocksAreMappedIsSetAndSetBack() async throws {
        let run = try await SetAllocatorRun(["mmap_max=0", "block:8", "back", "block:8"])
        #expect(
            run.lines == [
                "mmap_max=0 applied, but glibc no longer adjusts trim_threshold and mmap_threshold by itself",
                "on the heap, which grows by 8 and shrinks by 8",
                "mmap_max=65536 applied, but \(Self.isFixed)",
                "mapped",
            ]
        )
    }

    // MARK: The environment

    @Test(arguments: [("MALLOC_ARENA_MAX", "2"), ("GLIBC_TUNABLES", "glibc.malloc.arena_max=2")])
    func theEnvironmentsCapHolds(variable: String, value: String) async throws {
        let run = try await SetAllocatorRun(["arena_max=5", "threads:6", "back"], environment: [variable: value])
        #expect(run.lines == ["arena_max=5 left alone: \(variable) sets it", "2 arenas"])
    }

    @Test func aTunableThatGlibcCannotReadIsNoReason() async throws {
        let run = try await SetAllocatorRun(
            ["arena_max=2", "threads:6"],
            environment: ["GLIBC_TUNABLES": "glibc.malloc.arena_max"]
        )
        #expect(run.lines == ["arena_max=2 applied", "2 arenas"])
    }
}
