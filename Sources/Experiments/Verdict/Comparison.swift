internal import Foundation

/// Compares candidates with what the program has today, round by round.
struct Comparison {
    private let candidates: [Candidate]
    /// By candidate and round.
    private let trials: [String: [Int: Trial]]
    /// What the others are compared with: today's, or where that does not survive the first that does.
    private let reference: String?

    /// Among those that are this near to the best, the one that comes first is taken.
    private static let nearlyBest = 1.10
    /// A candidate that fails so often is out.
    private static let mostFailures = 2
    /// So much worse and a candidate is out before the end.
    private static let clearlyWorse = 0.9

    init(_ trials: [Trial], candidates: [Candidate]) {
        self.candidates = candidates
        var sorted: [String: [Int: Trial]] = [:]
        for trial in trials where trial.round > 0 { sorted[trial.candidate, default: [:]][trial.round] = trial }
        self.trials = sorted
        reference = candidates.map(\.name).first { name in
            let all = sorted[name]?.values.map { $0.isMeasured } ?? []
            return all.count { $0 } * 2 > all.count
        }
    }

    /// Candidates that need no further trials, and why.
    func losers(for objective: Objective) -> [(name: String, reason: String)] {
        candidates.dropFirst().compactMap { candidate in
            if let failure = failure(of: candidate.name) { return (candidate.name, failure.reason) }
            guard candidate.name != reference, let gain = gain(of: candidate.name, for: objective), gain.isBelow,
                gain.estimate < Self.clearlyWorse
            else { return nil }
            return (candidate.name, "worse")
        }
    }

    /// Of each candidate, in the order of the plan.
    func results(for objective: Objective) -> [CandidateResult] {
        var best: [String: [Objective]] = [:]
        for objective in Objective.allCases {
            if let name = self.best(for: objective) { best[name, default: []].append(objective) }
        }
        return candidates.map { candidate in
            let (verdict, reason) = verdict(on: candidate.name, for: objective)
            return CandidateResult(
                candidate: candidate,
                verdict: verdict,
                reason: reason,
                bestFor: best[candidate.name] ?? [],
                gain: candidate.name == reference ? nil : gain(of: candidate.name, for: objective),
                medians: medians(of: candidate.name),
                ratios: ratios(of: candidate.name),
                rounds: trials[candidate.name]?.values.count { $0.isMeasured } ?? 0
            )
        }
    }

    /// The one to take; nil where nothing beats what there is today.
    func best(for objective: Objective) -> String? {
        let gains = candidates.compactMap { candidate -> (name: String, gain: Double)? in
            switch verdict(on: candidate.name, for: objective).verdict {
            case .better, .survives: (candidate.name, gain(of: candidate.name, for: objective)?.estimate ?? 1)
            default: nil
            }
        }
        guard let top = gains.map(\.gain).max() else { return nil }
        return gains.first { $0.gain * Self.nearlyBest >= top }?.name
    }

    private func verdict(on name: String, for objective: Objective) -> (verdict: Verdict, reason: String?) {
        if let failure = failure(of: name) { return failure }
        let today = candidates.first?.name
        if name == today { return (.today, nil) }
        let isTodayGone = today.flatMap { failure(of: $0) }?.verdict == .killed
        if isTodayGone, name == reference { return (.survives, nil) }
        guard let gain = gain(of: name, for: objective) else { return (.undecided, nil) }
        if gain.isAbove {
            // A cost needs less proof than a gain: what noise hides would be recommended.
            for (measure, ratio) in objective.tolerances {
                guard let interval = interval(measure, of: name, confidence: .ninety) else { continue }
                let isBroken = measure.isGain ? interval.high < 1 / ratio : interval.low > ratio
                if isBroken { return (.traded, measure.rawValue) }
            }
            return (isTodayGone ? .survives : .better, nil)
        }
        if isTodayGone { return (.survives, nil) }
        return (gain.isBelow ? .worse : .noDifference, nil)
    }

    private func failure(of name: String) -> (verdict: Verdict, reason: String)? {
        let all = (trials[name] ?? [:]).sorted { $0.key < $1.key }.map(\.value)
        let kills = all.count { $0.outcome == .killedForMemory }
        let failures = all.compactMap { if case .failed(let reason) = $0.outcome { reason } else { nil } }
        guard kills + failures.count >= min(Self.mostFailures, max(all.count, 1)) else { return nil }
        return kills >= failures.count ? (.killed, "killed at the memory limit") : (.failed, failures.last ?? "failed")
    }

    private func medians(of name: String) -> [Measure: Double] {
        var medians: [Measure: Double] = [:]
        for measure in Measure.allCases {
            medians[measure] = trials[name]?.values.compactMap(measure.value).median
        }
        return medians
    }

    private func ratios(of name: String) -> [Measure: Interval] {
        var ratios: [Measure: Interval] = [:]
        for measure in Measure.allCases where name != reference { ratios[measure] = interval(measure, of: name) }
        return ratios
    }

    private func interval(
        _ measure: Measure,
        of name: String,
        confidence: StudentT.Confidence = .ninetyNine
    ) -> Interval? {
        let logarithms = pairs(of: name).compactMap { Self.logarithm(measure, $0.own, $0.other) }
        return Interval.ofRatios(logarithms, confidence: confidence)
    }

    /// How many times as good it is in what counts; above 1 is better.
    private func gain(of name: String, for objective: Objective) -> Interval? {
        let pairs = pairs(of: name)
        // What was not measured in each round does not count.
        let weights = objective.weights.filter { entry in
            pairs.allSatisfy { Self.logarithm(entry.measure, $0.own, $0.other) != nil }
        }
        let total = weights.reduce(0) { $0 + $1.weight }
        guard total > 0 else { return nil }
        return Interval.ofRatios(
            pairs.map { pair in
                weights.reduce(0) { sum, entry in
                    let logarithm = Self.logarithm(entry.measure, pair.own, pair.other) ?? 0
                    return sum + entry.weight / total * (entry.measure.isGain ? logarithm : -logarithm)
                }
            }
        )
    }

    /// Trials of the same round, both measured.
    private func pairs(of name: String) -> [(own: Trial, other: Trial)] {
        guard let reference, let own = trials[name], let others = trials[reference] else { return [] }
        return own.keys.sorted().compactMap { round in
            guard let one = own[round], let other = others[round], one.isMeasured, other.isMeasured else { return nil }
            return (one, other)
        }
    }

    private static func logarithm(_ measure: Measure, _ own: Trial, _ other: Trial) -> Double? {
        guard let value = measure.value(of: own), let reference = measure.value(of: other), value > 0, reference > 0
        else {
            return nil
        }
        return log(value / reference)
    }
}
