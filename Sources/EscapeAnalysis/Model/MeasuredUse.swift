/// What a profile says of one finding, estimated from samples.
public struct MeasuredUse: Hashable, Sendable, Codable {
    /// Bytes allocated while the profile was taken, freed or not.
    public var allocatedBytes: Double
    /// Allocations while the profile was taken.
    public var allocations: Double
    /// Bytes in use at its end.
    public var inUseBytes: Double

    public init(allocatedBytes: Double = 0, allocations: Double = 0, inUseBytes: Double = 0) {
        self.allocatedBytes = allocatedBytes
        self.allocations = allocations
        self.inUseBytes = inUseBytes
    }

    static func += (lhs: inout MeasuredUse, rhs: MeasuredUse) {
        lhs.allocatedBytes += rhs.allocatedBytes
        lhs.allocations += rhs.allocations
        lhs.inUseBytes += rhs.inUseBytes
    }
}
