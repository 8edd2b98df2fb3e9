extension HeapProfile {
    /// Which samples a profile holds. Its sites are the same whichever they are.
    public enum KeptSamples: String, Hashable, Sendable, CaseIterable {
        /// None: for pprof files, differences and whatever else goes by the sites. There are 32,768 freed ones in a recording
        /// before long, and each takes 72 bytes.
        case none
        /// Those of blocks that are in use.
        case live
        /// Also the latest of the freed.
        case all
    }
}
