internal import CTrimtabPlatform

/// What the allocator holds, in bytes; nil where it does not tell. Always `system == inUse + idle`.
public struct HeapMemory: Hashable, Sendable {
    /// Which allocator told it.
    public var allocator: AllocatorKind
    /// Address space that the allocator has from the kernel. glibc: `arena + hblkhd` of `mallinfo2`; jemalloc:
    /// `stats.resident + stats.retained`; tcmalloc: `generic.heap_size`; mimalloc: what it has committed.
    public var system: Int?
    /// In blocks that the program has, with what rounding and the allocator's headers take; blocks that a thread keeps for
    /// its next use count with glibc and jemalloc. glibc: `uordblks + hblkhd`; jemalloc: `stats.allocated`; tcmalloc:
    /// `generic.current_allocated_bytes`. mimalloc keeps no such sum: it is known while the program has had one thread
    /// alone, and else where the hooks count.
    public var inUse: Int?
    /// Idle address space without memory behind it: given back to the kernel, or never used. jemalloc: `stats.retained`;
    /// tcmalloc: `tcmalloc.pageheap_unmapped_bytes`. glibc and mimalloc do not tell: it is ``system`` less the process's
    /// anonymous memory, swapped out or not, but no more than is idle. That takes blocks in use to be in memory, and is too
    /// little by the anonymous memory that the process has elsewhere, such as in stacks.
    public var released: Int?

    /// In no block of the program's.
    public var idle: Int? {
        guard let system, let inUse else { return nil }
        return max(system - inUse, 0)
    }

    /// The share of the heap's memory that is in no block: from 0 to 1, with ``released`` left out above and below.
    public var fragmentation: Double? {
        guard let system, let idle, let released, system > released else { return nil }
        return Double(max(idle - released, 0)) / Double(system - released)
    }

    package init(allocator: AllocatorKind, system: Int? = nil, inUse: Int? = nil, released: Int? = nil) {
        self.allocator = allocator
        self.system = system
        self.inUse = inUse
        self.released = released
    }

    /// Asks the allocator, whatever that costs (with glibc 8 ms for a fragmented heap of 400 MB); nil if it is unknown.
    package static func read() -> HeapMemory? {
        var heap = trimtab_heap()
        guard trimtab_allocator_heap(&heap) else { return nil }
        return HeapMemory(
            allocator: .current,
            system: Int(exactly: heap.system),
            inUse: Int(exactly: heap.in_use),
            released: Int(exactly: heap.released)
        )
    }
}
