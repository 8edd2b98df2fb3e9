/// How fast memory grows: the slope of a line through the last few seconds, so that one burst is not taken for growth.
struct GrowthRate {
    /// How far back it looks.
    private static let window = Duration.seconds(5)
    /// Fewer points say nothing.
    private static let leastPoints = 4
    private static let mostPoints = 64

    private var points: [(time: Duration, bytes: Int)] = []

    mutating func add(_ bytes: Int, at time: Duration) {
        points.removeAll { time - $0.time > Self.window || $0.time > time }
        if points.count == Self.mostPoints {
            // Every second point goes, so that the window stays as wide however often one looks.
            points = points.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
        }
        points.append((time, bytes))
    }

    /// Bytes per second; nil if too little is known.
    var bytesPerSecond: Double? {
        guard points.count >= Self.leastPoints, let first = points.first else { return nil }
        let times = points.map { ($0.time - first.time) / .seconds(1) }
        let bytes = points.map { Double($0.bytes - first.bytes) }
        let count = Double(points.count)
        let meanTime = times.reduce(0, +) / count
        let meanBytes = bytes.reduce(0, +) / count
        var covariance = 0.0
        var variance = 0.0
        for (time, bytes) in zip(times, bytes) {
            covariance += (time - meanTime) * (bytes - meanBytes)
            variance += (time - meanTime) * (time - meanTime)
        }
        return variance > 0 ? covariance / variance : nil
    }

    /// When `limit` is reached at this rate; nil if it is not coming closer, or only after an hour.
    func time(until limit: Int) -> Duration? {
        guard let rate = bytesPerSecond, rate > 0, let last = points.last else { return nil }
        let seconds = Double(limit - last.bytes) / rate
        guard seconds < 3_600 else { return nil }
        return .seconds(max(seconds, 0))
    }
}
