import AllocationTracking

/// `memory.allocations.count` and `memory.allocations.bytes`: what a piece of code really allocated.
public func cost(of work: () -> Void) -> String {
    let (_, used) = measureAllocations(work)
    guard let used else { return AllocationHooks.status.description }
    return "\(used.allocations) allocations, \(used.bytes) bytes, \(used.live) still live"
}

/// `GetMemStats()`, of it what the allocator was asked for.
public func memoryStatistics() -> String {
    guard let counters = AllocationCounters.process else { return AllocationHooks.status.description }
    return "\(counters.live) objects live, \(counters.liveBytes) bytes; \(counters.bytes) bytes allocated so far"
}
