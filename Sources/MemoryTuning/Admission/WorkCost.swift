/// How much memory a piece of work takes, learned from how memory in use and the number of pieces under way go together.
///
/// The least that was in use in the last ten seconds is the base; what goes beyond it is shared out among the pieces. The
/// dearest share of those ten seconds counts, since to let in too many is worse than to let in too few. What work holds for
/// longer becomes part of the base: an even load no longer tells what it takes, and then the window alone holds it back.
struct WorkCost {
    private struct Second {
        let start: Duration
        var leastUsed: Int
        var cost: Int
    }

    private static let window = Duration.seconds(10)
    /// With fewer under way, what else goes on in the process would be taken for theirs.
    private static let leastPieces = 4

    private var seconds: [Second] = []

    /// The least in use, in bytes; nil before the first sample.
    var base: Int? { seconds.map(\.leastUsed).min() }

    /// Bytes per piece of work; nil if none is known.
    var bytes: Int? { seconds.map(\.cost).max().flatMap { $0 > 0 ? $0 : nil } }

    mutating func sample(used: Int, underWay: Int, at now: Duration) {
        seconds.removeAll { now - $0.start > Self.window || $0.start > now }
        let cost = underWay >= Self.leastPieces ? max(used - min(base ?? used, used), 0) / underWay : 0
        if let last = seconds.last, now - last.start < .seconds(1) {
            seconds[seconds.count - 1].leastUsed = min(last.leastUsed, used)
            seconds[seconds.count - 1].cost = max(last.cost, cost)
        } else {
            seconds.append(Second(start: now, leastUsed: used, cost: cost))
        }
    }
}
