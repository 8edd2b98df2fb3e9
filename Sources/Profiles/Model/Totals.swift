/// Counts over the whole process, exact unless said otherwise.
public struct Totals: Hashable, Sendable {
    /// Blocks allocated: malloc, calloc, aligned allocation, and each realloc that yields a block.
    public var allocations: Int
    /// Blocks freed; a realloc of a block counts here too.
    public var deallocations: Int
    /// Bytes as requested.
    public var allocatedBytes: Int
    /// Bytes that live blocks occupy, as the allocator says (usable size, which is at least what was requested).
    public var liveBytes: Int
    /// Whether ``liveBytes`` and ``peakLiveBytes`` are exact; if not they are estimated from samples.
    public var isLiveBytesExact: Bool
    /// The largest ``liveBytes`` seen: at every sample and every look of the collector.
    public var peakLiveBytes: Int
    /// Seconds after the start when it was seen.
    public var peakLiveTime: Double
    /// The largest resident set size seen, in bytes; 0 if unknown.
    public var peakResidentBytes: Int
    /// The cgroup's memory limit in bytes, if there is one.
    public var memoryLimit: Int?

    /// Blocks allocated and not freed.
    public var liveObjects: Int { allocations - deallocations }

    public init(
        allocations: Int = 0,
        deallocations: Int = 0,
        allocatedBytes: Int = 0,
        liveBytes: Int = 0,
        isLiveBytesExact: Bool = true,
        peakLiveBytes: Int = 0,
        peakLiveTime: Double = 0,
        peakResidentBytes: Int = 0,
        memoryLimit: Int? = nil
    ) {
        self.allocations = allocations
        self.deallocations = deallocations
        self.allocatedBytes = allocatedBytes
        self.liveBytes = liveBytes
        self.isLiveBytesExact = isLiveBytesExact
        self.peakLiveBytes = peakLiveBytes
        self.peakLiveTime = peakLiveTime
        self.peakResidentBytes = peakResidentBytes
        self.memoryLimit = memoryLimit
    }
}
