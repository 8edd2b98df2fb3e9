/// How complete the samples of processor time are. Every report shows what was dropped.
public struct CPUSamplingStatistics: Hashable, Sendable {
    public var taken: Int
    /// Samples for which there was no room: their time is missing from the stacks.
    public var dropped: Int
    /// Samples kept under "unknown" because there was no room for their stack.
    public var droppedStacks: Int
    /// Threads that the kernel, or the room for them, did not allow to be sampled.
    public var refusedThreads: Int

    public init(taken: Int = 0, dropped: Int = 0, droppedStacks: Int = 0, refusedThreads: Int = 0) {
        self.taken = taken
        self.dropped = dropped
        self.droppedStacks = droppedStacks
        self.refusedThreads = refusedThreads
    }
}
