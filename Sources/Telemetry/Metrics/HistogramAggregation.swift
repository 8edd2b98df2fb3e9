#if Server

/// How the values of a recorder or timer are summed up.
public struct HistogramAggregation: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case explicit(bounds: [Double])
        case exponential(maximumBuckets: Int, maximumScale: Int)
    }

    let kind: Kind

    /// Counts of values up to each bound, and above the last.
    ///
    /// - Parameter bounds: In the metric's unit. They are sorted; what is not finite or appears twice is left out.
    public static func explicit(bounds: [Double]) -> HistogramAggregation {
        HistogramAggregation(kind: .explicit(bounds: Set(bounds.filter(\.isFinite)).sorted()))
    }

    /// Buckets whose bounds grow by a constant factor, which adapts to the values: a base-2 exponential histogram of
    /// OpenTelemetry.
    ///
    /// - Parameters:
    ///   - maximumBuckets: The most buckets on either side of zero, at least 2. More are more exact.
    ///   - maximumScale: The finest resolution, -10 to 20: bounds are powers of 2^(2^-scale).
    public static func exponential(maximumBuckets: Int = 160, maximumScale: Int = 20) -> HistogramAggregation {
        HistogramAggregation(
            kind: .exponential(maximumBuckets: max(2, maximumBuckets), maximumScale: min(max(maximumScale, -10), 20))
        )
    }

    /// OpenTelemetry's bounds for anything: 0 to 10,000.
    public static let standard = explicit(bounds: [
        0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000,
    ])

    /// OpenTelemetry's bounds for durations in seconds: 5 ms to 10 s.
    public static let seconds = explicit(bounds: [
        0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
    ])
}

#endif
