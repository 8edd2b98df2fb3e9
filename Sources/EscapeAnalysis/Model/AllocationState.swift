/// Where the memory comes from.
public enum AllocationState: String, Hashable, Sendable, Codable, CaseIterable {
    /// From the heap, whenever this code is reached.
    case heap
    /// From the stack: the optimizer proved that nothing outlives the function.
    case stack
    /// Laid out in the binary by the compiler: no allocation.
    case `static`
    /// From the heap if the called function, or what was inlined of it, needs to.
    case may
    /// From the heap; neither the operation nor the line could be found.
    case unattributed
}
