extension Estimate {
    /// ``value`` as a whole number, as reports, JSON and pprof give it.
    ///
    /// Sums are taken over the whole numbers of a profile's sites, so that the totals of all outputs agree to the byte.
    /// What is no number counts 0, and nothing counts more than 2^52 (4 PiB), so that sums do not overflow.
    public var count: Int {
        guard value.isFinite else { return 0 }
        return Int(min(max(value.rounded(), -Self.largestCount), Self.largestCount))
    }

    /// The sum of the estimates' counts.
    public static func count(_ estimates: some Sequence<Estimate>) -> Int {
        let largestSum = 1 << 60
        return estimates.reduce(0) { min(max($0 + $1.count, -largestSum), largestSum) }
    }

    private static let largestCount = 0x1p52
}
