#if Server

/// The buckets of an exponential histogram on one side of zero.
struct ExponentialBuckets: Equatable, Sendable {
    /// The index of the first count.
    private(set) var offset = 0
    /// Without empty buckets at either end.
    private(set) var counts: [UInt64] = []

    var count: UInt64 { counts.reduce(0, &+) }

    /// How often buckets must be merged in pairs before no more than `limit` are needed with `index` among them.
    func halvings(toHold index: Int, within limit: Int) -> Int {
        guard !counts.isEmpty else { return 0 }
        var low = Swift.min(index, offset)
        var high = Swift.max(index, offset + counts.count - 1)
        var halvings = 0
        while high - low + 1 > limit {
            low >>= 1
            high >>= 1
            halvings += 1
        }
        return halvings
    }

    mutating func increment(_ index: Int) {
        if counts.isEmpty {
            offset = index
            counts = [1]
            return
        }
        if index < offset {
            counts.insert(contentsOf: repeatElement(0, count: offset - index), at: 0)
            offset = index
        } else if index >= offset + counts.count {
            counts.append(contentsOf: repeatElement(0, count: index - offset - counts.count + 1))
        }
        counts[index - offset] &+= 1
    }

    /// Merges buckets in pairs, `times` over.
    mutating func halve(times: Int) {
        guard times > 0, !counts.isEmpty else { return }
        let first = offset >> times
        var merged = Array(repeating: UInt64(0), count: ((offset + counts.count - 1) >> times) - first + 1)
        for (position, count) in counts.enumerated() { merged[((offset + position) >> times) - first] &+= count }
        offset = first
        counts = merged
    }

    /// Takes the counts of an earlier state of the same buckets away.
    mutating func subtract(_ earlier: ExponentialBuckets) {
        for (position, count) in earlier.counts.enumerated() {
            let index = earlier.offset + position - offset
            if counts.indices.contains(index) { counts[index] &-= count }
        }
        guard let first = counts.firstIndex(where: { $0 > 0 }), let last = counts.lastIndex(where: { $0 > 0 }) else {
            self = ExponentialBuckets()
            return
        }
        counts = Array(counts[first...last])
        offset += first
    }
}

#endif
