import MemoryTuning
import Testing

@Suite(.serialized)
struct AllocatorSettingsTests {
    private static let isGlibc = AllocatorKind.current == .glibc

    @Test(.enabled(if: isGlibc, "glibc does not serve malloc"))
    func appliesAndRollsBack() {
        let settings = AllocatorSettings(environment: [:])
        // As many as there may be anyway, so that other tests notice nothing.
        #expect(settings.apply([.arenaMaximum: 1_000]).map(\.outcome) == [.applied])
        let back = settings.rollBack()
        #expect(back.map(\.outcome) == [.applied])
        #expect(back.map(\.value) == [0])
        #expect(settings.rollBack().isEmpty)
    }

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

    @Test func otherPartsOfAVariableAreNoReason() {
        let settings = AllocatorSettings(environment: ["GLIBC_TUNABLES": "glibc.malloc.arena_test=1"])
        #expect(settings.apply([.arenaMaximum: 1_000]).first?.outcome != .overridden(by: "GLIBC_TUNABLES"))
        settings.rollBack()
    }

    @Test func valuesThatMakeNoSenseAreRejectedWithWhatIsAllowed() {
        let reports = AllocatorSettings(environment: [:]).apply([.arenaMaximum: -1, .backgroundThread: 2])
        #expect(
            reports.map(\.description) == [
                "arena_max=-1 rejected: give a value from 0 to 2147483647",
                "background_thread=2 rejected: give a value from 0 to 1",
            ]
        )
    }

    @Test(.enabled(if: isGlibc, "glibc does not serve malloc"))
    func settingsOfAnotherAllocatorAreRejected() {
        let report = AllocatorSettings(environment: [:]).apply([.dirtyDecay: 1_000]).first
        #expect(
            report?.description
                == "dirty_decay_ms=1000 rejected: it is a setting of jemalloc, which does not serve this process"
        )
    }
}
