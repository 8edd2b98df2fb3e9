import Logging
import MemoryTuning

/// One way to know where memory is.
enum Design: String, CaseIterable {
    case core
    case coreBusy = "core-busy"
    /// All but what the allocator and the count of descriptors tell.
    case withoutAllocator = "without-allocator"
    case withoutAllocatorBusy = "without-allocator-busy"
    case all
    case allBusy = "all-busy"
    /// All of it, read and handed to a metrics system that does nothing with it.
    case table
    case tableBusy = "table-busy"

    var isBusy: Bool { rawValue.hasSuffix("-busy") }

    /// Returns what is measured.
    func prepare() -> () -> Void {
        switch self {
        case .core, .coreBusy: return reading(.core)
        case .withoutAllocator, .withoutAllocatorBusy: return reading([.process, .controlGroup, .stall, .stacks])
        case .all, .allBusy: return reading(.all)
        case .table, .tableBusy:
            let metrics = MemoryMetrics(logger: Logger(label: "StatisticsPeer") { _ in SwiftLogNoOpLogHandler() })
            return { metrics.publish() }
        }
    }

    private func reading(_ detail: MemoryStatistics.Detail) -> () -> Void {
        { keep(MemoryStatistics.read(detail)) }
    }
}

/// So that the compiler cannot drop what is read.
@inline(never)
private func keep(_ statistics: MemoryStatistics) {}
