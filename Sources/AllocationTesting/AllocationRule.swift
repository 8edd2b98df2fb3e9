/// What a measured run may do.
enum AllocationRule: Hashable, Sendable {
    /// Blocks allocated.
    case atMost(Int)
    case exactly(Int)
    /// Bytes allocated, as requested.
    case bytes(atMost: Int)
    case noLeaks
}
