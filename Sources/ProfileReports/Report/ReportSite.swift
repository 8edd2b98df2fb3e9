public import Profiles

/// One stack, all threads together.
public struct ReportSite: Hashable, Sendable {
    /// Innermost first, inlined functions included; an address for what has no name. Empty if the stack is unknown.
    public var frames: [Frame]
    /// The name of the Swift type, where it is known.
    public var type: String?
    /// The names of the threads that allocated, sorted.
    public var threads: [String]
    public var use: SiteUse
    /// How fast its memory in use grew in the second half of the run; nil where the samples do not tell.
    public var growth: Growth?
    public var lifetimes = Lifetimes()
    /// Indices into ``HeapProfile/sites``: the same stack in several threads.
    var members: [Int] = []
}
