internal import Logging
internal import ObjectPools
internal import Quantities

extension MemoryTuner {
    func log(_ events: [TunerState.Event]) {
        for event in events { tell(note(event)) }
    }

    private func note(_ event: TunerState.Event) -> TunerNote {
        switch event {
        case .limit(let limit?):
            TunerNote(
                kind: .limit,
                level: .info,
                text: "The memory limit is \(Quantity.bytes(limit.bytes))",
                metadata: ["limit.bytes": "\(limit.bytes)", "limit.source": "\(limit.source.rawValue)"]
            )
        case .limit(nil):
            TunerNote(kind: .limit, level: .info, text: "There is no memory limit")
        case .limitBelowUse(let limit, let used):
            TunerNote(
                kind: .limit,
                level: .warning,
                text: """
                    The memory limit of \(Quantity.bytes(limit.bytes)) is below what is in use, \
                    \(Quantity.bytes(used)); memory is reclaimed, and if that is not enough work is turned away
                    """
            )
        case .pressure(let from, let to, let reason):
            TunerNote(
                kind: .pressure,
                level: to == .critical ? .warning : .info,
                text: "Memory pressure is \(to): \(reason?.rawValue ?? "there is room again")\(inUse)",
                metadata: ["pressure.before": "\(from)"]
            )
        case .rests(let step):
            TunerNote(
                kind: .rest,
                level: .info,
                text: """
                    Reclaim step \(step.rawValue) has released nothing \(StepHistory.patience) times in a row; it rests \
                    until the heap has churned
                    """
            )
        case .shedding(true):
            TunerNote(
                kind: .shedding,
                level: .warning,
                text: "Work is turned away: memory is about to run out, and reclaiming has not been enough"
            )
        case .shedding(false):
            TunerNote(kind: .shedding, level: .info, text: "Work is no longer turned away")
        }
    }

    /// - Parameter isBeyondBudget: Whether it ran although no processor time was left for it.
    func log(_ report: ReclaimReport, isBeyondBudget: Bool) {
        let steps = report.steps.map { step in
            var text = "\(step.step.rawValue) \(Quantity.bytes(step.released))"
            if let givenUp = step.givenUp { text += " (\(Quantity.bytes(givenUp)) given up)" }
            return text + " in \(Quantity.seconds(step.duration / .seconds(1)))"
        }
        var metadata: Logger.Metadata = ["steps": "\(steps.joined(separator: ", "))"]
        if let before = report.residentBefore, let after = report.residentAfter {
            metadata["resident"] = "\(Quantity.bytes(before)) before, \(Quantity.bytes(after)) after"
        }
        let released = report.released.map { Quantity.bytes($0) } ?? "an unknown amount"
        let beyond = isBeyondBudget ? ", beyond the budget of processor time" : ""
        // Pools and caches that have nothing are asked again and again, for that costs next to nothing.
        let isTelling =
            report.reason == .manual || report.steps.contains { $0.step.searchesHeap || ($0.givenUp ?? 0) > 0 }
        tell(
            TunerNote(
                kind: .reclaim,
                level: isTelling ? .info : .debug,
                text: """
                    Reclaimed \(released) in \(Quantity.seconds(report.duration / .seconds(1))) \
                    (\(report.reason.text)\(beyond))
                    """,
                metadata: metadata,
                report: report
            )
        )
    }

    private var inUse: String {
        let (used, limit) = shared.withLock { ($0.state.used, $0.state.effective) }
        guard let used, let limit else { return "" }
        let share = Quantity.share(used, of: limit.bytes) ?? "?"
        return ", \(Quantity.bytes(used)) in use, \(share) of the limit"
    }
}

extension ReclaimReason {
    fileprivate var text: String {
        switch self {
        case .manual: "on request"
        case .limit: "near the limit"
        case .emergency: "emergency"
        case .growth: "the heap has grown"
        case .slack: "much of what is resident is not in use"
        }
    }
}
