internal import Profiles

/// What a test's body allocated in each of its runs.
struct TracedRuns: Sendable {
    /// When a block came and went.
    struct Span: Hashable, Sendable {
        /// The run in which it was allocated.
        var allocated: Int
        /// The run in which it was freed; 0 if it is live.
        var freed: Int
    }

    var traced: TracedBlocks
    /// One for each block.
    var runs: [Span]
    /// The last run, which counts.
    var run: Int

    /// Indices of the blocks that the last run allocated.
    var allocated: [Int] {
        runs.indices.filter { runs[$0].allocated == run }
    }

    /// Indices of the blocks that the last run allocated and that outlived it, the newest of each stack, without those
    /// that take the place of blocks of earlier runs: freed by the last run, and from the same stack.
    var leaked: [Int] {
        var replaced: [Int: Int] = [:]
        for index in runs.indices where runs[index].allocated < run && runs[index].freed == run {
            replaced[traced.blocks[index].stack, default: 0] += 1
        }
        return runs.indices.filter { index in
            guard runs[index] == Span(allocated: run, freed: 0) else { return false }
            let stack = traced.blocks[index].stack
            guard let count = replaced[stack], count > 0 else { return true }
            replaced[stack] = count - 1
            return false
        }
    }
}
