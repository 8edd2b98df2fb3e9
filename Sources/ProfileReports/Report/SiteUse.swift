internal import Profiles

/// The three ways to look at what a site allocated.
public struct SiteUse: Hashable, Sendable {
    /// Allocated and not freed by the end.
    public var inUse = Measure()
    /// Allocated since the start, whether freed or not.
    public var allocated = Measure()
    /// In use when the live heap was largest.
    public var atPeak = Measure()

    init() {}

    init(_ site: Site) {
        inUse = Measure(site.inUse)
        allocated = Measure(site.allocated)
        atPeak = Measure(site.atPeak)
    }

    static func += (lhs: inout SiteUse, rhs: SiteUse) {
        lhs.inUse += rhs.inUse
        lhs.allocated += rhs.allocated
        lhs.atPeak += rhs.atPeak
    }
}
