internal import Profiles

/// What was used under one set of the program's labels.
public struct ReportLabels: Hashable, Sendable {
    /// Empty for what had none.
    public var labels: [String: String]
    public var use = SiteUse()
    /// Processor time in nanoseconds.
    public var cpu = Amount()
}

extension ReportLabels {
    /// The sets of labels, most bytes allocated first; empty where the program gave none.
    static func labels(of profile: HeapProfile, cpu: CPUProfile?) -> [ReportLabels] {
        var sets: [[String: String]: ReportLabels] = [:]
        for site in profile.sites { sets[site.labels, default: ReportLabels(labels: site.labels)].use += SiteUse(site) }
        for stack in cpu?.stacks ?? [] {
            sets[stack.labels, default: ReportLabels(labels: stack.labels)].cpu += Amount(stack.time)
        }
        guard sets.keys.contains(where: { !$0.isEmpty }) else { return [] }
        return sets.values.sorted { order($0) < order($1) }
    }

    private static func order(_ entry: ReportLabels) -> (Int, Int, String) {
        (-entry.use.allocated.bytes.count, -entry.cpu.count, ProfileLabelText.text(of: entry.labels))
    }
}
