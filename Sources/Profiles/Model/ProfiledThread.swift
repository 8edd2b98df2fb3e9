/// A thread of the watched program and its exact counts.
public struct ProfiledThread: Hashable, Sendable {
    /// The name given by the program; several threads may share one.
    public var name: String
    /// The kernel's id.
    public var id: Int
    public var isRunning: Bool
    /// Whether the record served more than one thread, one after the other (then the counts are their sum).
    public var isShared: Bool
    public var allocations: Int
    public var deallocations: Int
    /// Bytes as requested.
    public var allocatedBytes: Int

    public init(
        name: String,
        id: Int = 0,
        isRunning: Bool = false,
        isShared: Bool = false,
        allocations: Int = 0,
        deallocations: Int = 0,
        allocatedBytes: Int = 0
    ) {
        self.name = name
        self.id = id
        self.isRunning = isRunning
        self.isShared = isShared
        self.allocations = allocations
        self.deallocations = deallocations
        self.allocatedBytes = allocatedBytes
    }
}
