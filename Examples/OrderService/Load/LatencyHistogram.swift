#if Server

/// Counts durations in buckets that are 1/16 wide of where they stand, so that a percentile is at most 6.25 % too
/// high. Its size is fixed: measuring must not look like a leak.
struct LatencyHistogram: Sendable {
    /// Each power of two has this many buckets.
    private static let bucketsPerDoubling = 16

    private var counts = [Int](repeating: 0, count: 61 * bucketsPerDoubling)
    private var total = 0

    mutating func record(_ latency: Duration) {
        counts[Self.bucket(ofNanoseconds: Self.nanoseconds(latency))] += 1
        total += 1
    }

    mutating func merge(_ other: LatencyHistogram) {
        for index in counts.indices {
            counts[index] += other.counts[index]
        }
        total += other.total
    }

    /// The latency that this share of all latencies did not exceed, or nil if there were none.
    /// - Parameter share: 0.5 for the median.
    func percentile(_ share: Double) -> Duration? {
        guard total > 0 else { return nil }
        let rank = max(1, Int((Double(total) * share).rounded(.up)))
        var seen = 0
        for (bucket, count) in counts.enumerated() {
            seen += count
            if seen >= rank {
                return .nanoseconds(Self.upperBound(ofBucket: bucket))
            }
        }
        return nil
    }

    private static func nanoseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : max(0, Int(clamping: product &+ attoseconds / 1_000_000_000))
    }

    /// Below 16, a bucket for each value; above, the leading four bits after the highest one tell the bucket.
    private static func bucket(ofNanoseconds value: Int) -> Int {
        guard value >= bucketsPerDoubling else { return value }
        let exponent = Int.bitWidth - 1 - value.leadingZeroBitCount
        return (exponent - 3) * bucketsPerDoubling + ((value >> (exponent - 4)) & (bucketsPerDoubling - 1))
    }

    /// The largest value that falls in the bucket.
    private static func upperBound(ofBucket bucket: Int) -> Int {
        guard bucket >= bucketsPerDoubling else { return bucket }
        let shift = bucket / bucketsPerDoubling - 1
        let first = (bucketsPerDoubling + bucket % bucketsPerDoubling) << shift
        return first + ((1 << shift) - 1)
    }
}

#endif
