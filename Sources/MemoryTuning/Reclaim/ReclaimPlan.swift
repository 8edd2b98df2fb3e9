/// A cycle that is to run.
struct ReclaimPlan: Hashable, Sendable {
    let reason: ReclaimReason
    /// In the order in which they run.
    let steps: [ReclaimStep]
    let request: ReclaimRequest
}
