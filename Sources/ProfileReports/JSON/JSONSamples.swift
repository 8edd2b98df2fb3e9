internal import Profiles

/// How the sampling went.
struct JSONSamples: Encodable {
    let taken: Int
    let dropped: Int
    let truncatedStacks: Int
    let droppedStacks: Int
    let unwoundStacks: Int
    let droppedImages: Int

    init(_ sampling: SamplingStatistics) {
        taken = sampling.taken
        dropped = sampling.dropped
        truncatedStacks = sampling.truncatedStacks
        droppedStacks = sampling.droppedStacks
        unwoundStacks = sampling.unwoundStacks
        droppedImages = sampling.droppedImages
    }
}
