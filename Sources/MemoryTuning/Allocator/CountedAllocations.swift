internal import CTrimtabPlatform

/// What Trimtab's hooks have counted in the whole process, exactly, since it began. Nil where they are neither linked nor
/// preloaded.
public struct CountedAllocations: Hashable, Sendable {
    /// Blocks allocated.
    public var allocations: Int
    /// Blocks freed.
    public var deallocations: Int
    /// Bytes allocated, as requested.
    public var bytes: Int
    /// Bytes that the blocks allocated and not freed occupy, as the allocator says.
    public var liveBytes: Int

    /// Blocks allocated and not freed.
    public var live: Int { allocations - deallocations }

    package init(allocations: Int, deallocations: Int, bytes: Int, liveBytes: Int) {
        self.allocations = allocations
        self.deallocations = deallocations
        self.bytes = bytes
        self.liveBytes = liveBytes
    }

    /// Takes some nanoseconds for each thread.
    package static func read() -> CountedAllocations? {
        var counters = trimtab_counters()
        guard trimtab_counted(&counters) else { return nil }
        return CountedAllocations(
            allocations: Int(truncatingIfNeeded: counters.allocations),
            deallocations: Int(truncatingIfNeeded: counters.deallocations),
            bytes: Int(truncatingIfNeeded: counters.allocated_bytes),
            liveBytes: Int(counters.live_bytes)
        )
    }
}
