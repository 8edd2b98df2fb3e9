import Testing

@testable import MemoryTuning

struct AllocatorVariableTests {
    @Test(arguments: [
        ("glibc.malloc.arena_max=2", true),
        ("glibc.malloc.check=3:glibc.malloc.arena_max=2", true),
        (":::glibc.malloc.check:glibc.malloc.arena_max=many:", true),
        ("", false),
        ("=", false),
        ("glibc.malloc.arena_max", false),
        ("glibc.malloc.arena_max=", false),
        ("glibc.malloc.arena_max:2", false),
        ("glibc.malloc.arena_maximum=2", false),
        ("glibc.malloc.check=3,glibc.malloc.arena_max=2", false),
        (" glibc.malloc.arena_max=2", false),
        ("glibc.malloc.arena_test=1", false),
    ])
    func tunablesAreReadAsGlibcReadsThem(text: String, isSet: Bool) {
        #expect(AllocatorVariable.tunable("glibc.malloc.arena_max").isSet(in: ["GLIBC_TUNABLES": text]) == isSet)
    }

    @Test(arguments: [
        ("dirty_decay_ms:1000", true),
        ("narenas:1,dirty_decay_ms:1000,muzzy_decay_ms:0", true),
        ("no_such:thing,a:b:c,dirty_decay_ms:-1,", true),
        ("", false),
        (":", false),
        ("dirty_decay_ms", false),
        ("dirty_decay_ms:", false),
        ("dirty_decay_ms=1000", false),
        ("muzzy_decay_ms:0", false),
        ("narenas:1, dirty_decay_ms:1000", false),
        ("narenas,dirty_decay_ms:1000", false),
        (",dirty_decay_ms:1000", false),
        ("narenas:1:dirty_decay_ms:1000", false),
    ])
    func jemallocsOptionsAreReadAsJemallocReadsThem(text: String, isSet: Bool) {
        #expect(AllocatorVariable.option("dirty_decay_ms").isSet(in: ["MALLOC_CONF": text]) == isSet)
    }

    @Test func aVariableOfItsOwnCountsUnlessItIsEmpty() {
        let variable = AllocatorVariable.own("MALLOC_ARENA_MAX")
        #expect(variable.isSet(in: ["MALLOC_ARENA_MAX": "2"]))
        #expect(!variable.isSet(in: ["MALLOC_ARENA_MAX": ""]))
        #expect(!variable.isSet(in: ["MALLOC_TOP_PAD_": "2"]))
    }
}
