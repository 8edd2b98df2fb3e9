/// Sites that have something in common, and what they use together.
public struct SiteGroup: Hashable, Sendable {
    /// What the sites share: a thread's name, an image's path or a function's name.
    public var name: String
    /// Indices into ``HeapProfile/sites``.
    public var sites: [Int]
    public var inUse: Usage
    public var allocated: Usage
    public var atPeak: Usage

    public init(
        name: String,
        sites: [Int] = [],
        inUse: Usage = Usage(),
        allocated: Usage = Usage(),
        atPeak: Usage = Usage()
    ) {
        self.name = name
        self.sites = sites
        self.inUse = inUse
        self.allocated = allocated
        self.atPeak = atPeak
    }
}
