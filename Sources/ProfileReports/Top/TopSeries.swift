/// The latest values of one row, and how fast they change.
struct TopSeries: Sendable {
    private(set) var points: [(time: Double, value: Double)] = []
    private var allocated: [(time: Double, value: Double)] = []
    /// When it was seen last.
    private(set) var time = 0.0

    /// As many looks as a sparkline has room for.
    static let most = 60

    mutating func add(_ row: TopSnapshot.Row, at time: Double) {
        self.time = time
        if let bytes = row.bytes ?? row.objects { points.append((time, bytes)) }
        if let bytes = row.allocatedBytes { allocated.append((time, bytes)) }
        points.removeFirst(max(0, points.count - Self.most))
        allocated.removeFirst(max(0, allocated.count - 2))
    }

    /// Bytes allocated per second between the last two looks; nil before the second.
    var rate: Double? { Self.slope(allocated) }

    /// Bytes in use per second over all looks that are kept; nil before the second.
    var growth: Double? { Self.slope(points) }

    private static func slope(_ points: [(time: Double, value: Double)]) -> Double? {
        guard let first = points.first, let last = points.last, last.time > first.time else { return nil }
        return (last.value - first.value) / (last.time - first.time)
    }
}
