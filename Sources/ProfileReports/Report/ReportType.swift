internal import Profiles

/// A Swift type and what its objects use.
public struct ReportType: Hashable, Sendable {
    /// With modules, as `OrderService.Session`; storage by the collection, as `Array<Int> storage`.
    public var name: String
    public var use: SiteUse
    /// How fast its memory in use grew in the second half of the run; nil where the samples do not tell.
    public var growth: Growth?
    public var lifetimes = Lifetimes()
}

extension ReportType {
    /// The types of a profile, most bytes in use first, then most allocated.
    static func types(of profile: HeapProfile, measure: LifetimeMeasure) -> [ReportType] {
        var uses: [String: (use: SiteUse, sites: [Int])] = [:]
        for (number, site) in profile.sites.enumerated() {
            guard let type = site.type else { continue }
            uses[type, default: (SiteUse(), [])].use += SiteUse(site)
            uses[type]?.sites.append(number)
        }
        return uses.map { name, type in
            ReportType(
                name: name,
                use: type.use,
                growth: measure.growth(ofSites: type.sites),
                lifetimes: measure.lifetimes(ofSites: type.sites)
            )
        }.sorted { order($0) < order($1) }
    }

    private static func order(_ type: ReportType) -> (Int, Int, String) {
        (-type.use.inUse.bytes.count, -type.use.allocated.bytes.count, type.name)
    }
}
