import ObjectPools

/// The element of most designs: two arrays that are worth keeping, a name that it keeps, and a count. The Go side pools the
/// same.
struct Row: Poolable {
    /// How many identifiers and how many values ``appendItems(_:)`` appends.
    static let items = 8

    var ids: [Int] = []
    var values: [Double] = []
    let name = "order"
    var count = 0

    init() {
        ids.reserveCapacity(16)
        values.reserveCapacity(16)
    }

    /// A light use, beside which the cost of the pool shows.
    @inline(__always)
    mutating func use(_ seed: Int) -> Int {
        count &+= seed
        return count &+ name.utf8.count
    }

    /// A use as programs have it.
    mutating func appendItems(_ seed: Int) -> Int {
        for item in 0..<Self.items {
            ids.append(seed &+ item)
            values.append(Double(item))
        }
        return ids[Self.items - 1] &+ values.count &+ use(seed)
    }

    mutating func reset() {
        if !ids.isEmpty { ids.removeAll(keepingCapacity: true) }
        if !values.isEmpty { values.removeAll(keepingCapacity: true) }
        count = 0
    }
}
