import Testing

@testable import Profiles

@Suite struct OriginTests {
    private func origin(_ function: String, file: String? = nil, image: String = "/srv/app") -> Frame.Origin {
        OriginClassifier().origin(ofFunction: function, file: file, image: image)
    }

    @Test(arguments: [
        "malloc", "swift_slowAlloc", "swift_allocObject", "_Znwm", "posix_memalign", "trimtab_sample",
        "_PyObject_Malloc", "g_malloc0",
    ])
    func foldsAllocators(function: String) {
        #expect(origin(function) == .allocator)
        #expect(origin(function, image: "/lib/x86_64-linux-gnu/libc.so.6") == .allocator)
    }

    @Test func foldsTheHooksThatAreLinkedIntoTheProgram() {
        #expect(origin("walk", file: "/home/dev/trimtab/Sources/CTrimtabHooks/cpu_walk.c") == .allocator)
        #expect(origin("walk", file: "/home/dev/app/Sources/Walks/walk.c") == .application)
    }

    /// As in programs built with --static-swift-stdlib.
    @Test(arguments: [
        "swift_getGenericMetadata", "_dispatch_root_queue_drain", "$sSa6appendyyxnFSs_Tg5", "$sSS1poiyS2S_SStFZ",
        "$ss12_ArrayBufferV20_consumeAndCreateNew14bufferIsUnique15minimumCapacity13growForAppendySb_SiSbtFyXl_Tg5",
        "$s10Foundation4DataV5countACSi_tcfC", "$sScTss5Error_pRs_rlE5valuexvg",
        "_ZN5swift17MetadataAllocator8AllocateEmm",
        "_CFRuntimeCreateInstance",
        "$sSlsE5split9maxSplits25omittingEmptySubsequences14whereSeparatorSay11SubSequenceQzGSi_S2b7ElementQzKXEtKF",
    ])
    func knowsTheRuntimeInsideTheProgram(function: String) {
        #expect(origin(function) == .swiftRuntime)
    }

    @Test(arguments: ["$s4main5StoreC3addyySSF", "$sSS4mainE3barSSyF", "main", "handle_request", "CloneOrders"])
    func keepsTheProgramsOwnFunctions(function: String) {
        #expect(origin(function) == .application)
    }

    @Test func goesByTheImageWhereItIsKnown() {
        #expect(origin("anything", image: "/usr/lib/swift/linux/libswiftCore.so") == .swiftRuntime)
        #expect(origin("anything", image: "/opt/libFoundation.so") == .swiftRuntime)
        #expect(origin("qsort", image: "/lib/x86_64-linux-gnu/libc.so.6") == .system)
        #expect(origin("anything", image: "[vdso]") == .system)
        #expect(origin("je_arena_malloc", image: "/usr/lib/libjemalloc.so.2") == .allocator)
        #expect(origin("sqlite3_step", image: "/usr/lib/libsqlite3.so.0") == .application)
    }

    @Test func goesByTheSourceFileRatherThanByAPrefix() {
        #expect(origin("swift_main", file: "/srv/Sources/main.c") == .application)
        #expect(origin("helper", file: "/home/build-user/swift/stdlib/public/runtime/Heap.cpp") == .swiftRuntime)
        #expect(origin("helper", file: "/srv/Sources/helper.c") == .application)
    }

    @Test func shortensNames() {
        #expect(Demangler.shortName(of: "$s4main5StoreC3addyySSF") == "Store.add(_:)")
        #expect(Demangler.shortName(of: "main") == nil)
    }

    @Test(arguments: [
        ("$sxIeAgHr_xs5Error_pIegHrzo_s8SendableRzs5NeverORs_r0_lTRTATQ0_", true),
        ("$sIegH_ytIeAgHr_TRTA", true),
        ("$sIegH_ytIeAgHr_TR", true),
        ("$s4deep4fiveyyAA5StoreCYaFTY1_", false),
        ("$s4deep1MV4mainyyYaFZyyYacfU_TATQ0_", false),
        ("$s4deep5StoreC4fouryyYaF", false),
    ])
    func thunksThatOnlyHandOnAreTheRuntimes(mangled: String, isThunk: Bool) {
        #expect(OriginClassifier.isReabstractionThunk(mangled) == isThunk)
    }
}
