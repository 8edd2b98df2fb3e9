internal import Profiles

/// Merges a profile's sites: by stack, whatever the thread, and then by the line that allocates.
struct SiteGrouping {
    private(set) var sites: [ReportSite] = []
    private(set) var lines: [AllocationLine] = []
    private let profile: HeapProfile
    private let measure: LifetimeMeasure

    private struct StackKey: Hashable {
        var stack: [Int]
        var type: String?
    }

    init(_ profile: HeapProfile, measure: LifetimeMeasure) {
        self.profile = profile
        self.measure = measure
    }

    mutating func run() {
        var merged: [(site: ReportSite, members: [Int], frame: Frame?)] = []
        var indices: [StackKey: Int] = [:]
        for (number, site) in profile.sites.enumerated() {
            let use = SiteUse(site)
            let thread = site.thread.flatMap { profile.threads.indices.contains($0) ? profile.threads[$0].name : nil }
            let key = StackKey(stack: site.stack, type: site.type)
            let index = indices[key] ?? merged.count
            if index == merged.count {
                indices[key] = index
                let frames = profile.frames(ofStack: site.stack)
                let new = ReportSite(frames: frames, type: site.type, threads: [], use: SiteUse())
                merged.append((new, [], allocatingFrame(site, frames)))
            }
            merged[index].site.use += use
            merged[index].members.append(number)
            if let thread, !merged[index].site.threads.contains(thread) { merged[index].site.threads.append(thread) }
        }
        merged.sort { Self.comesFirst($0.site.use, $1.site.use) }
        sites = merged.map { entry in
            var site = entry.site
            site.threads.sort()
            site.members = entry.members
            site.growth = measure.growth(ofSites: entry.members)
            site.lifetimes = measure.lifetimes(ofSites: entry.members)
            return site
        }
        groupByLine(merged.map { (members: $0.members, frame: $0.frame) })
    }

    private mutating func groupByLine(_ merged: [(members: [Int], frame: Frame?)]) {
        var indices: [LineKey: Int] = [:]
        var members: [[Int]] = []
        for (number, entry) in merged.enumerated() {
            let key = LineKey(entry.frame)
            let index = indices[key] ?? lines.count
            if index == lines.count {
                indices[key] = index
                lines.append(AllocationLine(frame: entry.frame, sites: [], use: SiteUse()))
                members.append([])
            }
            lines[index].sites.append(number)
            lines[index].use += sites[number].use
            members[index] += entry.members
        }
        for index in lines.indices {
            lines[index].growth = measure.growth(ofSites: members[index])
            lines[index].lifetimes = measure.lifetimes(ofSites: members[index])
            lines[index].type = type(of: lines[index])
        }
        lines.sort { Self.comesFirst($0.use, $1.use) }
    }

    /// The type of most of what the line has in use, or allocated where nothing is left.
    private func type(of line: AllocationLine) -> String? {
        let measure = line.use.inUse.bytes.count > 0 ? \SiteUse.inUse : \SiteUse.allocated
        var bytes: [String: Int] = [:]
        for site in line.sites.map({ sites[$0] }) {
            if let type = site.type { bytes[type, default: 0] += site.use[keyPath: measure].bytes.count }
        }
        guard let most = bytes.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
            2 * most.value > line.use[keyPath: measure].bytes.count
        else { return nil }
        return most.key
    }

    private static func comesFirst(_ lhs: SiteUse, _ rhs: SiteUse) -> Bool {
        (lhs.inUse.bytes.count, lhs.allocated.bytes.count) > (rhs.inUse.bytes.count, rhs.allocated.bytes.count)
    }

    /// The program's own innermost frame, else the innermost that is no allocator's.
    private func allocatingFrame(_ site: Site, _ frames: [Frame]) -> Frame? {
        profile.firstApplicationFrame(of: site)?.frame ?? frames.first { $0.origin != .allocator } ?? frames.first
    }
}
