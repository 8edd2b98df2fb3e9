/// A rung of the reclaim ladder: from what costs least to what costs most.
public enum ReclaimStep: String, Sendable, CaseIterable {
    /// Idle objects of all pools are given up.
    case pools
    /// Registered caches are asked to give up what they can.
    case caches
    /// The allocator gives back free pages that it has at hand: jemalloc's decay, mimalloc's and tcmalloc's release. glibc
    /// has no such step.
    case purge
    /// The allocator looks through all it has for pages to give back, such as `malloc_trim` of glibc.
    case trim
    /// Work is turned away until memory is back: see ``AdmissionController``.
    case shed

    /// Whether the allocator searches what it has. What pools and caches give up goes to it first.
    var searchesHeap: Bool { self == .purge || self == .trim }
}
