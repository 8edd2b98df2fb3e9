/// A cycle that is to run.
struct ReclaimPlan: Hashable, Sendable {
    let reason: ReclaimReason
    /// In the order in which they run.
    let steps: [ReclaimStep]
    /// Steps that rest and are not paused: they run only if steps before them gave up something that they may find.
    var resting: [ReclaimStep] = []
    /// Bytes that cycles before gave up and that nothing has searched the heap for since.
    var givenUp = 0
    let request: ReclaimRequest
    /// Whether no processor time is left for it: an emergency does not ask.
    var isBeyondBudget = false
}
