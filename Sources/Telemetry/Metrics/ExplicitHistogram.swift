#if Server

/// Counts of values between given bounds.
struct ExplicitHistogram: Equatable, Sendable {
    /// Ascending. Bucket i holds values above bound i - 1, up to and with bound i; the last, those above all bounds.
    let bounds: [Double]
    private(set) var counts: [UInt64]
    private(set) var sum = 0.0
    /// Nil if nothing was recorded, or where that is not known.
    private(set) var minimum: Double?
    private(set) var maximum: Double?

    init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    var count: UInt64 { counts.reduce(0, &+) }

    /// - Parameter value: A finite number.
    mutating func record(_ value: Double) {
        counts[bucket(of: value)] &+= 1
        sum += value
        minimum = Swift.min(minimum ?? value, value)
        maximum = Swift.max(maximum ?? value, value)
    }

    private func bucket(of value: Double) -> Int {
        var low = 0
        var high = bounds.count
        while low < high {
            let middle = (low + high) / 2
            if bounds[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// What was recorded since `earlier`. Least and greatest value of that are not known.
    func since(_ earlier: ExplicitHistogram) -> ExplicitHistogram {
        guard earlier.bounds == bounds else { return self }
        var result = self
        for index in counts.indices { result.counts[index] &-= earlier.counts[index] }
        result.sum -= earlier.sum
        result.minimum = nil
        result.maximum = nil
        return result
    }
}

#endif
