private import CTrimtabHooks

/// Exact counts of calls to the malloc family.
///
/// Reading costs some nanoseconds for a thread and a few per thread for the process; it neither allocates nor stops
/// anybody. Subtract two readings to get what happened between them.
public struct AllocationCounters: Hashable, Sendable {
    /// Blocks allocated: `malloc`, `calloc`, aligned allocation, and each `realloc` that yields a block.
    public var allocations: Int
    /// Blocks freed; a `realloc` of a block counts here too.
    public var deallocations: Int
    /// Bytes allocated, as requested.
    public var bytes: Int
    /// Bytes that the blocks allocated and not freed occupy, as the allocator says: at least what was requested.
    /// Negative when more was freed than allocated.
    public var liveBytes: Int

    /// Blocks allocated less blocks freed; negative when more were freed.
    public var live: Int { allocations - deallocations }

    /// What the current thread has done since it began; nil where allocations are not counted (see
    /// ``AllocationHooks/status``), or not for this thread alone (more than 4,095 threads live at once).
    ///
    /// What one thread allocates and another frees is in the first one's allocations and the other's deallocations.
    public static var currentThread: AllocationCounters? {
        var counters = trimtab_counters()
        return trimtab_thread_counters(&counters) ? AllocationCounters(counters) : nil
    }

    /// What all threads have done since the process began; nil where allocations are not counted.
    ///
    /// Other threads go on meanwhile: a count that one of them makes during the call may or may not be in it.
    public static var process: AllocationCounters? {
        var counters = trimtab_counters()
        return trimtab_process_counters(&counters) ? AllocationCounters(counters) : nil
    }

    public init(allocations: Int = 0, deallocations: Int = 0, bytes: Int = 0, liveBytes: Int = 0) {
        self.allocations = allocations
        self.deallocations = deallocations
        self.bytes = bytes
        self.liveBytes = liveBytes
    }

    private init(_ counters: trimtab_counters) {
        self.init(
            allocations: Int(truncatingIfNeeded: counters.allocations),
            deallocations: Int(truncatingIfNeeded: counters.deallocations),
            bytes: Int(truncatingIfNeeded: counters.allocated_bytes),
            liveBytes: Int(counters.live_bytes)
        )
    }

    /// What happened between two readings of the same thread or process: later minus earlier.
    public static func - (later: AllocationCounters, earlier: AllocationCounters) -> AllocationCounters {
        AllocationCounters(
            allocations: later.allocations - earlier.allocations,
            deallocations: later.deallocations - earlier.deallocations,
            bytes: later.bytes - earlier.bytes,
            liveBytes: later.liveBytes - earlier.liveBytes
        )
    }
}
