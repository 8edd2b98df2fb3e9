/// How much has gone through the heap since the process started, as far as is known: what a step that rests waits for.
struct HeapChurn: Hashable, Sendable {
    /// Bytes allocated.
    var allocated: UInt64 = 0
    /// Bytes freed; nil where nobody counts them.
    var freed: UInt64?

    /// The larger of both since another moment. To free is churn as well: what was in use then may be given back now.
    func since(_ before: HeapChurn) -> UInt64 {
        let allocated = Self.growth(from: before.allocated, to: allocated)
        guard let freed, let freedBefore = before.freed else { return allocated }
        return max(allocated, Self.growth(from: freedBefore, to: freed))
    }

    private static func growth(from before: UInt64, to now: UInt64) -> UInt64 { now > before ? now - before : 0 }
}

extension HeapChurn {
    init(_ observation: MemoryObservation) {
        // Where nobody counts, fresh pages stand for what was allocated.
        allocated = observation.allocated ?? (observation.minorFaults ?? 0) &* UInt64(KernelPage.size)
        if let allocated = observation.allocated, let live = observation.live {
            freed = allocated - min(UInt64(max(live, 0)), allocated)
        }
    }
}
