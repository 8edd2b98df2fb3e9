/// Values over time in one line of block characters.
enum Sparkline {
    private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// - Parameters:
    ///   - points: Times in seconds, ascending, and values of 0 or more.
    ///   - maximum: The value that fills a character.
    /// - Returns: `width` characters that divide the time evenly, each showing the largest value in its part; a part
    ///   without a point repeats the one before.
    static func draw(_ points: [(time: Double, value: Double)], maximum: Double, width: Int) -> String {
        guard let first = points.first, let last = points.last, width > 0, maximum > 0 else { return "" }
        let span = last.time - first.time
        guard span > 0 else { return "" }
        var largest = [Double?](repeating: nil, count: width)
        for point in points {
            let part = (point.time - first.time) / span * Double(width)
            guard part.isFinite, part >= 0 else { continue }
            let index = min(width - 1, Int(part))
            largest[index] = max(largest[index] ?? 0, point.value)
        }
        var previous = first.value
        return String(
            largest.map { value in
                previous = value ?? previous
                let level = (previous / maximum * Double(blocks.count - 1)).rounded()
                return blocks[min(blocks.count - 1, max(0, Int(level.isFinite ? level : 0)))]
            }
        )
    }
}
