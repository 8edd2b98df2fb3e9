import AllocationTesting
import AllocationTracking
import Logging
import MemoryTuning
import Testing

/// What runs at each request or each tick allocates nothing, in optimised code.
@Suite(.enabled(if: HotPathTests.countsOptimizedCode, "only optimised code with hooks keeps to it"))
struct HotPathTests {
    static let countsOptimizedCode: Bool = {
        #if DEBUG
        false
        #else
        AllocationHooks.status == .active
        #endif
    }()

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
