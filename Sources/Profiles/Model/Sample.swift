/// One sampled block.
public struct Sample: Hashable, Sendable {
    public var address: UInt64
    /// Bytes as requested.
    public var size: Int
    /// How many objects of this size it stands for.
    public var weight: Double
    /// Index into ``HeapProfile/sites``.
    public var site: Int
    /// The name of the Swift type of the block's object, where it is known.
    public var type: String?
    /// Seconds after the start.
    public var allocatedTime: Double
    /// Seconds after the start; nil while the block is live.
    public var freedTime: Double?

    public init(
        address: UInt64,
        size: Int,
        weight: Double,
        site: Int,
        type: String? = nil,
        allocatedTime: Double,
        freedTime: Double? = nil
    ) {
        self.address = address
        self.size = size
        self.weight = weight
        self.site = site
        self.type = type
        self.allocatedTime = allocatedTime
        self.freedTime = freedTime
    }
}
