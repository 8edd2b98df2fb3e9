/// What was in use at one moment, by subject.
public struct LeakLook: Sendable {
    /// Seconds after the start.
    public var time: Double
    /// The work done until then, in any unit that grows evenly with it, such as allocations since the start.
    public var load: Double
    /// Bytes that all live blocks occupy.
    public var liveBytes: Int
    /// Resident set size in bytes; nil if unknown.
    public var residentBytes: Int?
    /// The limit that the process must stay below, in bytes; nil if there is none.
    public var memoryLimit: Int?
    /// The sampled blocks that are live.
    public var blocks: [LeakSubject: [LeakBlock]]

    public init(
        time: Double,
        load: Double,
        liveBytes: Int,
        residentBytes: Int? = nil,
        memoryLimit: Int? = nil,
        blocks: [LeakSubject: [LeakBlock]]
    ) {
        self.time = time
        self.load = load
        self.liveBytes = liveBytes
        self.residentBytes = residentBytes
        self.memoryLimit = memoryLimit
        self.blocks = blocks
    }
}
