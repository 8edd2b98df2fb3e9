public import Profiles

/// Objects or bytes of one or several sites: the whole number that all outputs show, and the estimate behind it.
public struct Amount: Hashable, Sendable {
    /// The sum of the sites' counts; see `Estimate.count`.
    public private(set) var count = 0
    public private(set) var estimate = Estimate()

    /// The bounds of the true amount in 95 of 100 cases, in whole numbers; nil where nothing was sampled.
    public var interval95: ClosedRange<Int>? {
        guard estimate.samples > 0, estimate.value > 0 else { return nil }
        let interval = estimate.interval95
        let lower = min(Estimate(value: interval.lowerBound).count, count)
        return lower...max(Estimate(value: interval.upperBound).count, count)
    }

    init() {}

    init(_ estimate: Estimate) {
        count = estimate.count
        self.estimate = estimate
    }

    static func += (lhs: inout Amount, rhs: Amount) {
        let largest = 1 << 60
        lhs.count = min(max(lhs.count + rhs.count, -largest), largest)
        lhs.estimate += rhs.estimate
    }
}
