import MemoryTuning
import Testing

/// What is set in no process.
struct AllocatorSettingsTests {
    private static let isGlibc = AllocatorKind.current == .glibc

    @Test(arguments: [
        ("MALLOC_ARENA_MAX", "2"), ("GLIBC_TUNABLES", "glibc.malloc.trim_threshold=1:glibc.malloc.arena_max=2"),
    ])
    func whatTheEnvironmentSetsIsLeftAlone(variable: String, value: String) {
        let settings = AllocatorSettings(environment: [variable: value])
        let reports = settings.apply([.arenaMaximum: 1_000])
        #expect(reports.map(\.outcome) == [.overridden(by: variable)])
        #expect(reports.first?.description == "arena_max=1000 left alone: \(variable) sets it")
        #expect(settings.rollBack().isEmpty)
    }

    @Test func valuesThatMakeNoSenseAreRejectedWithWhatIsAllowed() {
        let settings = AllocatorSettings(environment: [:])
        let values: [AllocatorKnob: Int] = [
            .arenaMaximum: 0, .backgroundThread: 2, .dirtyDecay: -2, .muzzyDecay: 3_600_001, .threadCacheBytes: 1,
            .topPad: 1 << 31, .trimThreshold: -1,
        ]
        #expect(
            settings.apply(values).map(\.description) == [
                "arena_max=0 rejected: give a value from 1 to 2147483647",
                "background_thread=2 rejected: give a value from 0 to 1",
                "dirty_decay_ms=-2 rejected: give a value from -1 to 3600000",
                "max_total_thread_cache_bytes=1 rejected: give a value from 524288 to 1073741824",
                "muzzy_decay_ms=3600001 rejected: give a value from -1 to 3600000",
                "top_pad=2147483648 rejected: give a value from 0 to 2147483647",
                "trim_threshold=-1 rejected: give a value from 0 to 2147483647",
            ]
        )
        #expect(settings.rollBack().isEmpty)
    }

    @Test(.enabled(if: isGlibc, "glibc does not serve malloc"))
    func settingsOfAnotherAllocatorAreRejected() {
        let settings = AllocatorSettings(environment: [:])
        #expect(
            settings.apply([.dirtyDecay: 1_000]).map(\.description)
                == ["dirty_decay_ms=1000 rejected: it is a setting of jemalloc, which does not serve this process"]
        )
        #expect(settings.rollBack().isEmpty)
    }
}
