public import Profiles

/// A line of the program that allocates, with all stacks that end there together: what a person would go and change.
public struct AllocationLine: Hashable, Sendable {
    /// The innermost frame of the program's own code; of other code where there is none; nil for unknown stacks.
    public var frame: Frame?
    /// Indices into ``HeapReport/sites``, most bytes in use first.
    public var sites: [Int]
    public var use: SiteUse
    /// The Swift type of more than half of what it has in use, or allocated where nothing is left; nil if unknown.
    public var type: String?
    /// How fast its memory in use grew in the second half of the run; nil where the samples do not tell.
    public var growth: Growth?
    public var lifetimes = Lifetimes()
}
