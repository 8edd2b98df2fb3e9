/// The latest measurements of one kind.
struct SampleWindow {
    static let capacity = 64

    private var values: [Double] = []
    private var next = 0

    var count: Int { values.count }

    init() { values.reserveCapacity(Self.capacity) }

    mutating func add(_ value: Double) {
        if values.count < Self.capacity {
            values.append(value)
        } else {
            values[next] = value
            next = (next + 1) % Self.capacity
        }
    }

    mutating func removeAll() {
        values.removeAll(keepingCapacity: true)
        next = 0
    }

    /// The mean of the middle half and the square of its standard error, by the winsorised variance (Yuen, "The two-sample
    /// trimmed t for unequal population variances", Biometrika 61, 1974); nil for fewer than eight values.
    var trimmedMean: (mean: Double, squaredError: Double)? {
        guard values.count >= 8 else { return nil }
        let sorted = values.sorted()
        let cut = sorted.count / 4
        let middle = sorted[cut..<(sorted.count - cut)]
        let mean = middle.reduce(0, +) / Double(middle.count)
        let winsorised = sorted.indices.map { sorted[min(max($0, cut), sorted.count - cut - 1)] }
        let center = winsorised.reduce(0, +) / Double(sorted.count)
        let squares = winsorised.reduce(0) { $0 + ($1 - center) * ($1 - center) }
        let kept = Double(middle.count)
        return (mean, squares / (kept * (kept - 1)))
    }
}
