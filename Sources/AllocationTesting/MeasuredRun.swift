internal import AllocationTracking
internal import Profiles

/// The last run of a test's body.
struct MeasuredRun: Sendable {
    /// What the thread counted, exactly; what is not the body's own is in it.
    var used: AllocationCounters
    var runs: TracedRuns
    /// What it borrowed from pools and has not given back.
    var leases: [UnreturnedLease] = []

    /// Whether the thread's counts alone do not tell that the rule is kept.
    ///
    /// What is not the body's own only adds to them, so a limit that they keep is kept.
    func needsExplanation(by rule: AllocationRule) -> Bool {
        switch rule {
        case .atMost(let limit): used.allocations > limit
        case .exactly(let count): used.allocations != 0 || count != 0
        case .bytes(let limit): used.bytes > limit
        case .noLeaks: !runs.leaked.isEmpty || !leases.isEmpty
        }
    }

    /// Finds out whose each block is and where it comes from.
    func explained(by symbolicator: Symbolicator) async -> ExplainedRun {
        let (profile, sites) = await runs.traced.profile(symbolicatedBy: symbolicator)
        let stacks = profile.sites.map { BodyStack(of: $0, in: profile) }
        let isBodys = { (block: Int) in stacks[sites[block]].owner == .body }
        let canLeak = { (block: Int) in
            isBodys(block) && (profile.sites[sites[block]].type != nil || stacks[sites[block]].isDirect)
        }
        let lines = { (blocks: [Int]) in
            AllocatingLine.lines(
                blocks.map { block in
                    AllocatingLine(
                        type: profile.sites[sites[block]].type ?? stacks[sites[block]].memoryName,
                        calls: stacks[sites[block]].calls,
                        bytes: runs.traced.blocks[block].size
                    )
                }
            )
        }
        let allocated = runs.allocated
        return ExplainedRun(
            allocated: lines(allocated.filter(isBodys)),
            leaked: lines(runs.leaked.filter(canLeak)),
            leases: leases,
            untracedBlocks: max(0, used.allocations - allocated.count),
            untracedBytes: max(0, used.bytes - allocated.reduce(0) { $0 + runs.traced.blocks[$1].size }),
            otherBlocks: allocated.count { !isBodys($0) },
            warnings: await symbolicator.warnings
        )
    }
}
