#if Server

/// Which traces are recorded.
public struct TraceSampler: Hashable, Sendable {
    /// A trace is recorded if half of the last 8 bytes of its id is below this.
    private let threshold: UInt64
    private let followsParent: Bool

    private static let everything: UInt64 = 1 << 63

    /// All.
    public static let alwaysOn = TraceSampler(threshold: everything, followsParent: false)
    /// None.
    public static let alwaysOff = TraceSampler(threshold: 0, followsParent: false)

    /// A share of all traces, by their ids, so that services with the same share choose the same traces.
    ///
    /// - Parameter share: 0 to 1; what is beyond that is taken as the nearer of the two, and what is not a number as 1.
    public static func ratio(_ share: Double) -> TraceSampler {
        guard share < 1 else { return .alwaysOn }
        return TraceSampler(threshold: UInt64(max(0, share) * Double(everything)), followsParent: false)
    }

    /// As the parent of a span; where there is none, as `root` says.
    public static func parentBased(root: TraceSampler) -> TraceSampler {
        TraceSampler(threshold: root.threshold, followsParent: true)
    }

    func samples(traceIDLow: UInt64, parent: SpanContext?) -> Bool {
        if followsParent, let parent { return parent.isSampled }
        return traceIDLow >> 1 < threshold
    }
}

#endif
