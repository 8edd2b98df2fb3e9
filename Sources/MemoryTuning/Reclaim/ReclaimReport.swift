/// What a reclaim cycle did.
public struct ReclaimReport: Hashable, Sendable {
    /// What one step did.
    public struct Step: Hashable, Sendable {
        public let step: ReclaimStep
        /// Bytes that the process gave back to the system meanwhile; 0 if it took more, or if that is not known.
        public let released: Int
        /// Bytes that pools or caches gave up by their own count. They go to the allocator first, so a later step may
        /// release them. nil for other steps.
        public let givenUp: Int?
        public let duration: Duration
        /// What the budget is charged: the processor time that the process used meanwhile, which no waiting is part of. Work
        /// that went on beside it is, so it is never more than ``duration``.
        let cost: Duration
        /// Whether it ran only because a step before it gave something up.
        let wasResting: Bool

        /// - Parameter processorTime: nil if unknown: then all of the time is charged.
        init(
            step: ReclaimStep,
            released: Int,
            givenUp: Int?,
            duration: Duration,
            processorTime: Duration? = nil,
            wasResting: Bool = false
        ) {
            self.step = step
            self.wasResting = wasResting
            self.released = released
            self.givenUp = givenUp
            self.duration = duration
            cost = min(max(processorTime ?? duration, .zero), duration)
        }
    }

    public let reason: ReclaimReason
    /// In the order in which they ran. Steps that were left out, since they have not paid of late, are missing.
    public let steps: [Step]
    /// Bytes of this process in memory; nil where the system does not tell.
    public let residentBefore: Int?
    public let residentAfter: Int?
    public let duration: Duration

    /// Bytes given back to the system by the whole cycle; nil where the system does not tell, 0 if the process took more.
    public var released: Int? {
        guard let residentBefore, let residentAfter else { return nil }
        return max(residentBefore - residentAfter, 0)
    }
}
