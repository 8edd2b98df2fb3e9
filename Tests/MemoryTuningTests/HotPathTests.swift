import AllocationTesting
import AllocationTracking
import Logging
import MemoryTuning
import Testing

#if DEBUG
private let isOptimized = false
#else
private let isOptimized = true
#endif

/// What runs at each request or each tick allocates nothing, in optimised code.
@Suite(.enabled(if: isOptimized && AllocationHooks.status == .active, "only optimised code with hooks keeps to it"))
struct HotPathTests {
    private let tuner: MemoryTuner

    init() throws {
        tuner = try MemoryTuner(logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    @Test(.allocations(exactly: 0)) func readingTheKernelsFilesAllocatesNothing() {
        for _ in 0..<100 { _ = MemoryStatistics.read([.process, .controlGroup, .stall, .descriptors]) }
    }

    @Test(.allocations(exactly: 0)) func askingForThePressureAllocatesNothing() {
        var isNominal = true
        for _ in 0..<100 { isNominal = isNominal && tuner.currentPressure == .nominal && !tuner.isShedding }
        #expect(isNominal)
    }
}
