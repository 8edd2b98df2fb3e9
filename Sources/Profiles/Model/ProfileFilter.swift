/// Which part of a profile to keep: what has all of these labels.
public struct ProfileFilter: Hashable, Sendable {
    public var labels: [String: String]

    public init(labels: [String: String]) {
        self.labels = labels
    }

    private func keeps(_ other: [String: String]) -> Bool {
        labels.allSatisfy { other[$0.key] == $0.value }
    }

    /// The profile with only the sites that have the labels. Totals stay those of the whole process.
    public func part(of profile: HeapProfile) -> HeapProfile {
        profile.part { keeps($0.labels) }
    }

    /// The profile with only the stacks that have the labels.
    public func part(of profile: CPUProfile) -> CPUProfile {
        var result = profile
        result.stacks = profile.stacks.filter { keeps($0.labels) }
        return result
    }
}
