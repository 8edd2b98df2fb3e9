/// Tells whether a subject is one block that is made anew and larger again and again, as the storage of a growing array is.
///
/// Each time it doubles, so of a leak the last time was in the second half of its life, the one before in the quarter before
/// that, and so on. Storage that came to its size in a warm-up has not been enlarged since.
struct EnlargementTest {
    let history: LeakHistory
    let cohorts: LeakCohorts
    let criteria: LeakCriteria

    struct Outcome {
        var bytesPerSecond: Double
        var span: Double
        var enlargements: Int
        var since: Double
    }

    private static let mostBlocks = 4.0
    private static let leastEnlargements = 3
    private static let leastFactor = 1.4

    func outcome() -> Outcome? {
        let moments = history.moments
        let looks = cohorts.firstKnownLook..<moments.count
        guard looks.count >= LeakCriteria.leastLooks, let last = moments.last else { return nil }
        let amounts = looks.map { cohorts.inUse(at: $0) }
        guard let firstSeen = amounts.firstIndex(where: { $0.samples > 0 }), let end = amounts.last else { return nil }
        let start = moments[looks.lowerBound + firstSeen].time
        let span = last.time - start
        let seen = amounts[firstSeen...]
        guard last.time - moments[looks.lowerBound].time >= criteria.minimumSpan, span > 0,
            seen.allSatisfy({ $0.samples > 0 && $0.objects <= Self.mostBlocks }),
            end.bytes >= max(criteria.minimumShare * Double(last.liveBytes), 4096)
        else { return nil }

        var rises: [Double] = []
        var level = seen.first?.bytes ?? 0
        for (number, amount) in zip(seen.indices, seen).dropFirst() {
            guard amount.bytes >= 0.8 * level else { return nil }
            guard amount.bytes >= Self.leastFactor * level else { continue }
            rises.append((moments[looks.lowerBound + number].time - start) / span)
            level = amount.bytes
        }
        guard rises.count >= Self.leastEnlargements, rises[rises.count - 1] > 0.4, rises[rises.count - 2] > 0.15,
            let first = seen.first?.bytes
        else { return nil }
        return Outcome(
            bytesPerSecond: (end.bytes - first) / span,
            span: span,
            enlargements: rises.count,
            since: looks.lowerBound + firstSeen == 0 ? 0 : start
        )
    }
}
