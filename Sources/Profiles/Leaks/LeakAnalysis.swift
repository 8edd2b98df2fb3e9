/// Tells from a series of looks at a process what leaks.
///
/// ```swift
/// let history = LeakHistory(profile)
/// for finding in LeakAnalysis(criteria: .init(minimumSpan: 0)).findings(in: history) { print(finding) }
/// ```
///
/// Nothing in it knows a clock: times are those of the looks. A cache that still fills grows as a leak does; only time tells
/// them apart, and so findings say over which time they hold.
public struct LeakAnalysis: Sendable {
    public var criteria: LeakCriteria

    public init(criteria: LeakCriteria = LeakCriteria()) {
        self.criteria = criteria
    }

    /// What leaks, the fastest first.
    ///
    /// A type stands for itself only where no line of it was found.
    public func findings(in history: LeakHistory) -> [LeakFinding] {
        guard history.span >= criteria.minimumSpan else { return [] }
        // The whole, and what began later.
        let spans = [0, 0.5, 0.75].compactMap {
            LeakSpan(history, from: $0, minimumSpan: max(criteria.minimumSpan, .leastNonzeroMagnitude))
        }
        let all = history.subjects.compactMap { subject, cohorts in
            finding(subject, cohorts, spans: spans, history: history)
        }
        let typesOfLines = Set(all.filter { !$0.subject.isWholeType }.compactMap(\.subject.type))
        return all.filter { !$0.subject.isWholeType || !typesOfLines.contains($0.subject.type ?? "") }
            .sorted { ($0.bytesPerSecond, $0.subject.key) > ($1.bytesPerSecond, $1.subject.key) }
    }

    private func finding(
        _ subject: LeakSubject,
        _ cohorts: LeakCohorts,
        spans: [LeakSpan],
        history: LeakHistory
    ) -> LeakFinding? {
        for span in spans {
            guard let outcome = AccumulationTest(span: span, cohorts: cohorts, criteria: criteria).outcome() else {
                continue
            }
            let margin = 1.96 * outcome.deviation
            var finding = blank(.accumulates, subject, cohorts, history, rate: outcome.bytesPerSecond)
            finding.since = outcome.since
            finding.span = span.seconds(0, 4)
            finding.interval95 = (outcome.bytesPerSecond - margin)...(outcome.bytesPerSecond + margin)
            finding.objectsPerSecond = outcome.objectsPerSecond
            finding.samples = outcome.samples
            finding.chance = TrendTest.chance(deviations: outcome.deviations)
            finding.freedShare = outcome.freedShare
            return finding
        }
        guard let outcome = EnlargementTest(history: history, cohorts: cohorts, criteria: criteria).outcome() else {
            return nil
        }
        var finding = blank(.enlarges, subject, cohorts, history, rate: outcome.bytesPerSecond)
        finding.since = outcome.since
        finding.span = outcome.span
        // Of doubled storage at least half is in use.
        finding.interval95 = outcome.bytesPerSecond / 2...outcome.bytesPerSecond
        finding.samples = outcome.enlargements
        // As if each time had fallen where it did by the toss of a coin.
        finding.chance = 1 / Double(1 << min(outcome.enlargements, 50))
        return finding
    }

    private func blank(
        _ kind: LeakFinding.Kind,
        _ subject: LeakSubject,
        _ cohorts: LeakCohorts,
        _ history: LeakHistory,
        rate: Double
    ) -> LeakFinding {
        let now = cohorts.inUse(at: history.moments.count - 1)
        let last = history.moments[history.moments.count - 1]
        let room = last.memoryLimit.map { Double($0) - Double(last.residentBytes ?? last.liveBytes) }
        return LeakFinding(
            kind: kind,
            subject: subject,
            since: 0,
            time: last.time,
            span: 0,
            bytesPerSecond: rate,
            interval95: rate...rate,
            objectsPerSecond: 0,
            bytes: now.bytes,
            objects: now.objects,
            samples: 0,
            chance: 1,
            freedShare: nil,
            secondsToLimit: room.flatMap { rate > 0 ? max(0, $0) / rate : nil }
        )
    }
}

extension LeakSubject {
    /// For an order that does not change from run to run.
    fileprivate var key: String { "\(file ?? "") \(line ?? 0) \(function ?? "") \(type ?? "")" }
}
