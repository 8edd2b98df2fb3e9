public import Profiles

extension EscapeReport {
    /// What a profile's bytes were matched with.
    public struct ProfileMatch: Hashable, Sendable {
        /// Bytes whose line has a finding.
        public var matchedBytes: Double = 0
        /// Bytes allocated by the package's code on lines without a finding.
        public var unmatchedBytes: Double = 0
        /// Bytes whose stacks have no line of the package.
        public var foreignBytes: Double = 0
    }

    /// For each of a profile's sites, by its index, the finding that says why it allocates, where there is one.
    ///
    /// - Parameter profile: As for ``measure(by:)``.
    public func findings(ofSitesOf profile: HeapProfile) -> [Int: EscapeFinding] {
        let all = findings + folded
        var places = FindingPlaces(all, package: package)
        var found: [Int: EscapeFinding] = [:]
        for (number, site) in profile.sites.enumerated() {
            let frames = profile.locations(of: site).flatMap(\.frames)
            if case .some(.some(let index)) = places.finding(at: frames) { found[number] = all[index] }
        }
        return found
    }

    /// Adds to each finding what a profile says of its lines, and puts those that cost most first.
    ///
    /// What was folded and allocated comes among them.
    ///
    /// - Parameter profile: Symbolicated, and of a program with debug information: lines come from there.
    public mutating func measure(by profile: HeapProfile) -> ProfileMatch {
        let shown = findings.count
        findings += folded
        var places = FindingPlaces(findings, package: package)
        var match = ProfileMatch()
        for site in profile.sites {
            let frames = profile.locations(of: site).flatMap(\.frames)
            let bytes = site.allocated.bytes.value
            switch places.finding(at: frames) {
            case .some(.some(let index)):
                match.matchedBytes += bytes
                var use = findings[index].measured ?? MeasuredUse()
                use += MeasuredUse(
                    allocatedBytes: bytes,
                    allocations: site.allocated.objects.value,
                    inUseBytes: site.inUse.bytes.value
                )
                findings[index].measured = use
            case .some(.none): match.unmatchedBytes += bytes
            case .none: match.foreignBytes += bytes
            }
        }
        folded = findings[shown...].filter { $0.measured == nil }
        findings = findings[..<shown] + findings[shown...].filter { $0.measured != nil }
        let order = findings.enumerated().sorted { first, second in
            let costs = (first.element.measured?.allocatedBytes ?? 0, second.element.measured?.allocatedBytes ?? 0)
            return costs.0 == costs.1 ? first.offset < second.offset : costs.0 > costs.1
        }
        findings = order.map(\.element)
        return match
    }
}
