/// How complete the samples are. Every report shows what was dropped.
public struct SamplingStatistics: Hashable, Sendable {
    public var taken: Int
    /// Samples for which there was no room: their memory is missing from the estimates.
    public var dropped: Int
    /// Stacks whose outermost frames were cut.
    public var truncatedStacks: Int
    /// Samples kept under "unknown" because there was no room for their stack.
    public var droppedStacks: Int
    /// Stacks walked by unwind tables, because some code on them keeps no frame pointer.
    public var unwoundStacks: Int
    /// Loaded files that did not fit the table of images.
    public var droppedImages: Int
    /// Sets of labels for which there was no room: what was used under them has no labels.
    public var droppedLabels: Int

    public init(
        taken: Int = 0,
        dropped: Int = 0,
        truncatedStacks: Int = 0,
        droppedStacks: Int = 0,
        unwoundStacks: Int = 0,
        droppedImages: Int = 0,
        droppedLabels: Int = 0
    ) {
        self.taken = taken
        self.dropped = dropped
        self.truncatedStacks = truncatedStacks
        self.droppedStacks = droppedStacks
        self.unwoundStacks = unwoundStacks
        self.droppedImages = droppedImages
        self.droppedLabels = droppedLabels
    }
}
