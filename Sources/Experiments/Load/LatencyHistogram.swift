/// Counts latencies in buckets that are 1/32 wide of where they stand: a percentile is at most 3 % too high. Its size does
/// not grow with the number of requests.
struct LatencyHistogram {
    private static let bucketsPerDoubling = 32
    private static let shift = 5

    private var counts = [Int](repeating: 0, count: 60 * bucketsPerDoubling)
    private(set) var total = 0

    mutating func record(nanoseconds: Int) {
        counts[min(Self.bucket(of: max(0, nanoseconds)), counts.count - 1)] += 1
        total += 1
    }

    mutating func merge(_ other: LatencyHistogram) {
        for index in counts.indices { counts[index] += other.counts[index] }
        total += other.total
    }

    /// The latency in seconds that this share of all did not exceed; nil if there were none.
    func percentile(_ share: Double) -> Double? {
        guard total > 0 else { return nil }
        let rank = max(1, Int((Double(total) * share).rounded(.up)))
        var seen = 0
        for (bucket, count) in counts.enumerated() {
            seen += count
            if seen >= rank { return Double(Self.largest(inBucket: bucket)) / 1e9 }
        }
        return nil
    }

    /// Below 32 a bucket for each value; above, the five bits behind the highest one tell the bucket.
    private static func bucket(of value: Int) -> Int {
        guard value >= bucketsPerDoubling else { return value }
        let exponent = Int.bitWidth - 1 - value.leadingZeroBitCount
        return (exponent - shift + 1) * bucketsPerDoubling + ((value >> (exponent - shift)) & (bucketsPerDoubling - 1))
    }

    private static func largest(inBucket bucket: Int) -> Int {
        guard bucket >= bucketsPerDoubling else { return bucket }
        let scale = bucket / bucketsPerDoubling - 1
        let first = (bucketsPerDoubling + bucket % bucketsPerDoubling) << scale
        return first + ((1 << scale) - 1)
    }
}
