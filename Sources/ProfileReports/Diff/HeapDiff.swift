public import Profiles

/// What changed in memory between two runs, or two moments of one: in use by type and by line, with how sure that is.
///
/// Two runs of the same work never sample the same blocks. So a change counts as one only if it is beyond what chance
/// makes of as many comparisons: with no change at all, one diff in a thousand names one falsely.
public struct HeapDiff: Sendable {
    public let before: HeapReport
    public let after: HeapReport
    /// By Swift type, the surest and largest growth first, the largest shrinkage last.
    public let types: [DiffEntry]
    /// By the line that allocates, in the same order. Of different builds lines are compared by function and file.
    public let sites: [DiffEntry]

    /// - Parameter isSameBuild: Whether lines mean the same in both.
    public init(before: HeapReport, after: HeapReport, isSameBuild: Bool) {
        self.before = before
        self.after = after
        types = DiffSearch(before, after).entries(
            before.types.map { (DiffEntry.Name(type: $0.name), $0.use) },
            after.types.map { (DiffEntry.Name(type: $0.name), $0.use) },
            key: { $0.type ?? "" }
        )
        let sites = { (report: HeapReport) in
            report.lines.map { (DiffEntry.Name(type: $0.type, frame: $0.frame), $0.use) }
        }
        self.sites = DiffSearch(before, after).entries(sites(before), sites(after)) { name in
            guard let frame = name.frame else { return "" }
            let line = isSameBuild ? frame.line.map(String.init) ?? "" : ""
            return [frame.file ?? "", line, isSameBuild && frame.file != nil ? "" : frame.function]
                .joined(separator: "\n")
        }
    }

    /// Whether two profiles are of the same executable, as its build id tells.
    public static func isSameBuild(_ before: HeapProfile, _ after: HeapProfile) -> Bool {
        let id = { (profile: HeapProfile) in
            profile.images.first { $0.path == profile.program.path }?.buildID ?? profile.images.first?.buildID
        }
        guard let one = id(before), let other = id(after), !one.isEmpty else { return false }
        return one == other
    }
}
