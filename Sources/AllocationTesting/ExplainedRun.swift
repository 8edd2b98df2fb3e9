/// What the last run of a test's body allocated, and where.
struct ExplainedRun: Sendable {
    var allocated: [AllocatingLine]
    /// What outlived the run.
    var leaked: [AllocatingLine]
    var leases: [UnreturnedLease]
    /// Blocks for which the trace had no room: they count as the body's.
    var untracedBlocks: Int
    var untracedBytes: Int
    /// Blocks of the run that are not the body's own.
    var otherBlocks: Int
    /// What kept functions from being named.
    var warnings: [String]

    var allocatedBlocks: Int { allocated.reduce(untracedBlocks) { $0 + $1.blocks } }
    var allocatedBytes: Int { allocated.reduce(untracedBytes) { $0 + $1.bytes } }

    /// Whether the run keeps the rule.
    func keeps(_ rule: AllocationRule) -> Bool {
        switch rule {
        case .atMost(let limit): allocatedBlocks <= limit
        case .exactly(let count): allocatedBlocks == count
        case .bytes(let limit): allocatedBytes <= limit
        case .noLeaks: leaked.isEmpty && leases.isEmpty
        }
    }
}
