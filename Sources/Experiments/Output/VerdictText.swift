internal import ProfileReports
internal import Quantities

/// Verdicts as people read them.
enum VerdictText {
    static func text(_ result: CandidateResult) -> String {
        let words =
            switch result.verdict {
            case .today: "today"
            case .better: "better"
            case .worse: "worse"
            case .traded: "better, but worse in \(name(Measure(rawValue: result.reason ?? "")))"
            case .noDifference: "no difference"
            case .killed: "killed at the limit"
            case .failed: "failed: \(DisplayWidth.printable(result.reason ?? ""))"
            case .survives: "survives the limit"
            case .undecided: "too few rounds"
            }
        guard !result.bestFor.isEmpty else { return words }
        let names = result.bestFor.map { $0 == .throughput ? "speed" : $0 == .balanced ? "balance" : $0.rawValue }
        let best = "best for \(names.joined(separator: ", "))"
        return result.verdict == .traded ? "\(words); \(best)" : best
    }

    /// What was found out, in a few lines.
    static func summary(_ report: TuningReport) -> [String] {
        var lines: [String] = []
        let rounds = report.results.map(\.rounds).max() ?? 0
        if !report.isFinished {
            lines.append("Interrupted after \(Quantity.count(rounds, "round")): --resume goes on where it stopped.")
        }
        guard let best = report.recommended else {
            if report.results.first?.verdict == .killed {
                lines.append("Nothing that was tried survives the limit.")
            } else if rounds < 3 {
                lines.append("Too few rounds for a verdict: at least 3 are needed.")
            } else {
                lines.append("No difference that would be worth a change, for \(report.objective.rawValue).")
            }
            return lines
        }
        var facts: [String] = []
        for measure in [Measure.peakResident, .settledResident, .throughput, .latency99, .cpu] {
            guard let interval = best.ratios[measure] else { continue }
            facts.append("\(name(measure)) \(TuningText.fixed(interval.estimate))x (\(range(interval)))")
        }
        lines.append("Best for \(report.objective.rawValue): \(DisplayWidth.printable(best.candidate.name)).")
        if !facts.isEmpty {
            lines.append("Against today, with 99 % intervals over \(Quantity.count(best.rounds, "round")): ")
            lines.append("  " + facts.joined(separator: ", ") + ".")
        }
        return lines
    }

    /// As in `0.31–0.44`.
    static func range(_ interval: Interval) -> String {
        "\(TuningText.fixed(interval.low))–\(TuningText.fixed(interval.high))"
    }

    static func name(_ measure: Measure?) -> String {
        switch measure {
        case .peakResident: "peak RSS"
        case .settledResident: "settled RSS"
        case .throughput: "throughput"
        case .latency99: "p99"
        case .cpu: "CPU"
        case .faults: "page faults"
        case nil: "another measure"
        }
    }
}
