/// One look at the whole process.
public struct TimelinePoint: Hashable, Sendable {
    /// Seconds after the start.
    public var time: Double
    /// Resident set size in bytes.
    public var residentBytes: Int
    /// See ``Totals/liveBytes``.
    public var liveBytes: Int
    /// Bytes allocated since the start.
    public var allocatedBytes: Int
    public var allocations: Int
    public var deallocations: Int

    public init(
        time: Double,
        residentBytes: Int,
        liveBytes: Int,
        allocatedBytes: Int,
        allocations: Int,
        deallocations: Int
    ) {
        self.time = time
        self.residentBytes = residentBytes
        self.liveBytes = liveBytes
        self.allocatedBytes = allocatedBytes
        self.allocations = allocations
        self.deallocations = deallocations
    }
}
