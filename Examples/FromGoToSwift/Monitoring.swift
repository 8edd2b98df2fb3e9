public import Logging
public import MemoryTuning
import ObjectPools

/// `Monitor(ctx)`: publishes all metrics every 10 s, from one reading.
public func monitor(logger: Logger) -> MemoryMonitor {
    MemoryMonitor(sources: [.pools], logger: logger)
}

/// What the original's gauges show: `heap_sys`, `heap_idle`, `heap_inuse`, `heap_released` and `stack_inuse`.
public func heap() -> String {
    let statistics = MemoryStatistics.read()
    guard let heap = statistics.heap else { return "the allocator is unknown" }
    return """
        \(heap.system.map(String.init) ?? "?") bytes from the system: \(heap.inUse.map(String.init) ?? "?") in use, \
        \(heap.idle.map(String.init) ?? "?") idle; stacks \(statistics.stacks.map(String.init) ?? "?")
        """
}
