/// Tells whether blocks of a subject stay for good, ever more of them.
///
/// What leaks is told by the blocks that have grown old, a quarter of the time watched: those of a leak come from all times,
/// are not freed any more, and become more in the last quarter as in those before. What was made at the start does not become
/// more; a cache that turns over frees as many as grow old; one that fills does so ever slower; and what lives as long as a
/// request, a burst or a session never grows old at all, whatever the load.
struct AccumulationTest {
    let span: LeakSpan
    let cohorts: LeakCohorts
    let criteria: LeakCriteria

    struct Outcome {
        var bytesPerSecond: Double
        var deviation: Double
        var objectsPerSecond: Double
        var samples: Int
        var deviations: Double
        var freedShare: Double?
        var since: Double
    }

    private var end: Int { span.end }
    private var bounds: [Int] { span.bounds }

    func outcome() -> Outcome? {
        let middle = [born(1, 2), born(2, 3)]
        guard middle.allSatisfy({ $0.samples >= 3 }), isSpread, isRising else { return nil }
        let isKnown = cohorts.firstKnownLook <= bounds[2]
        guard isKnown || isFlat else { return nil }
        let freed = freedShare
        guard freed ?? 0 <= LeakCriteria.mostFreed else { return nil }
        let old = (1...4).map(oldBlocks)
        guard hasPace(old), exceedsLoad(old) else { return nil }

        // What came and what went in the second half: each sample by itself, so their numbers vary as Poisson's.
        let came = middle[0].plus(middle[1])
        let went = lostInSecondHalf
        let net = Double(came.samples - went.samples)
        let deviations = net / max(1, Double(came.samples + went.samples)).squareRoot()
        guard deviations >= criteria.minimumDeviations else { return nil }
        let seconds = span.seconds(1, 3)
        let bytes = came.bytes - went.bytes
        let live = Double(max(1, span.history.moments[end].liveBytes))
        guard bytes * span.seconds(0, 4) / seconds >= criteria.minimumShare * live else { return nil }
        return Outcome(
            bytesPerSecond: bytes / seconds,
            deviation: (came.squares + went.squares).squareRoot() / seconds,
            objectsPerSecond: (came.objects - went.objects) / seconds,
            samples: came.samples,
            deviations: deviations,
            freedShare: freed,
            since: since
        )
    }

    /// What is in use at the end and was allocated between two bounds.
    private func born(_ from: Int, _ to: Int) -> LeakCohort {
        cohorts.inUse(at: end, of: (bounds[from] + 1)...bounds[to])
    }

    /// Blocks of an eighth of the span's age at least that were in use at a bound.
    private func oldBlocks(at bound: Int) -> LeakCohort {
        let look = bounds[bound]
        guard let youngest = span.look(before: look, by: span.seconds(0, 4) / 8) else { return LeakCohort() }
        // Before that look nothing is known of what has been freed since.
        return cohorts.inUse(at: look < cohorts.firstKnownLook ? end : look, of: 0...youngest)
    }

    /// Whether the blocks come from most of the time and not from a few events.
    private var isSpread: Bool {
        let cohortsBetween = (bounds[1] + 1)...bounds[3]
        let samples = cohortsBetween.map { cohorts.inUse(at: end, of: $0...$0).samples }
        let expected = min(1, Double(samples.reduce(0, +)) / Double(samples.count) / 2)
        return Double(samples.count { $0 > 0 }) >= 0.6 * expected * Double(samples.count)
    }

    /// Whether old blocks became more from look to look (Mann, Econometrica 13, 1945).
    private var isRising: Bool {
        let values = span.all.compactMap { look -> Double? in
            guard let youngest = span.look(before: look, by: span.seconds(0, 4) / 8) else { return nil }
            return cohorts.inUse(at: look < cohorts.firstKnownLook ? end : look, of: 0...youngest).bytes
        }
        return TrendTest.kendall(values) >= 0.6
    }

    /// Whether as much is left of what is old as of what is younger: where nobody knows what was freed, this has to show it.
    private var isFlat: Bool {
        let (first, last) = (born(0, 1), born(2, 3))
        return Double(first.samples) >= LeakCriteria.leastPace * Double(last.samples)
    }

    /// Of all blocks that reached a quarter of the span's age, the share that was freed since.
    private var freedShare: Double? {
        let age = span.seconds(0, 4) / 4
        guard let youngest = span.look(before: end, by: age) else { return nil }
        var (reached, left) = (0, 0)
        for cohort in 0...youngest {
            guard let look = span.look(after: cohort, by: age) else { continue }
            let first = max(look, cohorts.firstKnownLook)
            guard first < end else { continue }
            reached += cohorts.inUse(at: first, of: cohort...cohort).samples
            left += cohorts.inUse(at: end, of: cohort...cohort).samples
        }
        return reached > 0 ? max(0, Double(reached - left) / Double(reached)) : nil
    }

    /// Blocks that were old at the middle and are gone at the end.
    private var lostInSecondHalf: LeakCohort {
        guard cohorts.firstKnownLook <= bounds[2] else { return LeakCohort() }
        let old = 0...bounds[1]
        return cohorts.inUse(at: bounds[2], of: old).lost(to: cohorts.inUse(at: end, of: old))
    }

    /// Whether it does not level off, by time or by the work done.
    private func hasPace(_ old: [LeakCohort]) -> Bool {
        let (last, before) = (old[3].bytes - old[2].bytes, old[2].bytes - old[0].bytes)
        // Few samples vary much: what is less by chance passes.
        let chance = max(0, old[3].squares - old[2].squares).squareRoot()
        let byTime = span.seconds(3, 4) / span.seconds(1, 3)
        // What is old was allocated an eighth of the span earlier, so the work of all quarters is moved, too.
        let byLoad = span.load(3, 4, earlier: 0.125) / span.load(1, 3, earlier: 0.125)
        let share = byLoad.isFinite ? min(byTime, byLoad) : byTime
        return last > 0 && last + chance >= LeakCriteria.leastPace * share * before
    }

    /// Whether it grew by more than the load did: as much as more work needs is no leak.
    private func exceedsLoad(_ old: [LeakCohort]) -> Bool {
        let (before, now) = (span.loadRate(0, 1), span.loadRate(3, 4))
        guard before > 0, now > LeakCriteria.comparableLoad * before, old[0].bytes > 0 else { return true }
        return old[3].bytes / old[0].bytes > now / before
    }

    /// The start of the first cohort from which on blocks stay as they do later.
    private var since: Double {
        let usual = Double(born(1, 3).samples) / span.seconds(1, 3)
        let moments = span.history.moments
        // Cohorts in twos: single ones vary too much.
        var first = bounds[1]
        while first > 0 {
            let start = max(0, first - 2)
            let seconds = moments[first].time - moments[start].time
            let samples = cohorts.inUse(at: end, of: (start + 1)...first).samples
            guard seconds > 0, Double(samples) >= 0.3 * usual * seconds else { break }
            first = start
        }
        guard first == 0 else { return moments[first].time }
        // Before the first look there may have been as much of it.
        let early = Double(cohorts.inUse(at: end, of: 0...0).samples)
        return early >= 0.3 * usual * moments[0].time ? 0 : moments[0].time
    }
}

extension LeakCohort {
    fileprivate func plus(_ other: LeakCohort) -> LeakCohort {
        var sum = self
        sum += other
        return sum
    }
}
