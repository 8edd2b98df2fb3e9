/// Where the memory of this process is at a moment: what the kernel, the control group, the allocator and, where they are
/// linked or preloaded, Trimtab's hooks tell.
///
///     let statistics = MemoryStatistics.read()
///     print(statistics.used ?? 0, statistics.process.resident ?? 0, statistics.controlGroup?.limit.effective ?? 0)
///
/// The values of one reading are read one after the other while the program goes on. Bytes unless said otherwise; what is
/// not known is nil. On other systems than Linux that is nearly all.
public struct MemoryStatistics: Hashable, Sendable {
    /// What the kernel tells of the process.
    public var process = ProcessMemory()
    /// What it tells of its control group; nil where there is none for memory. Without ``Detail/controlGroup`` only the
    /// usage is read.
    public var controlGroup: ControlGroupMemory?
    /// Time lost for want of memory; nil where the kernel does not account for it.
    public var stall: MemoryStall?
    /// What the allocator holds; nil where it is unknown.
    public var heap: HeapMemory?
    /// How old ``heap`` is: asking the allocator may take long, so it is done no more often than costs 0.25 % of one
    /// processor.
    public var heapAge: Duration?
    /// What Trimtab's hooks have counted; nil where they are neither linked nor preloaded.
    public var counted: CountedAllocations?
    /// The stacks of all threads as far as they are in memory, of threads that ended and whose stacks are kept as well. Found in
    /// `/proc/self/maps` by the guard below each, hence without stacks that have none.
    public var stacks: Int?
    /// How old ``stacks`` is: it is read as seldom as ``heap``.
    public var stacksAge: Duration?
    /// Descriptors that are open, among them some ten of these statistics' own, and five for each control group above. The
    /// size of `/proc/self/fd` since Linux 6.2, or its entries.
    public var descriptors: Int?

    /// Bytes in live blocks: as the hooks count, or else as the allocator says, which then counts blocks that its caches keep
    /// for the next use.
    public var used: Int? { counted?.liveBytes ?? heap?.inUse }

    package init() {}

    /// Reads the statistics of this process. May be called from any thread.
    ///
    /// Without ``Detail/allocator`` and ``Detail/stacks`` it neither allocates nor blocks.
    /// - Parameter detail: What is read beside the core: each section costs what its documentation says.
    public static func read(_ detail: Detail = .standard) -> MemoryStatistics { MemoryReader.shared.read(detail) }
}
