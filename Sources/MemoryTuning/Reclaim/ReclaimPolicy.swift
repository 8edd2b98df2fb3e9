/// Decides, look by look, whether to reclaim and by which steps. It knows nothing of clocks, files or allocators.
struct ReclaimPolicy {
    /// A heap that grew by less is left alone, however small it was.
    private static let leastGrowth = 16 << 20
    /// Memory that is resident and not in use is left alone below this.
    private static let leastSlack = 32 << 20
    /// The part of the live heap's peak that must be gone for slack to be looked for.
    private static let slackFall = 0.25

    var growthTrigger: GrowthTrigger
    /// Between the end of a cycle and the start of the next, unless somebody asks for one.
    let pause: Duration
    private(set) var histories: [ReclaimStep: StepHistory] = [:]

    private var budget: ReclaimBudget
    private var lastEnd: Duration?
    /// The heap after the last cycle, or at the first look.
    private var baseline: Int?
    /// The largest live heap since the last cycle.
    private var peakLive = 0
    private var refaults = RefaultWatch()
    /// Bytes that pools and caches gave up since the heap was searched last.
    private var givenUp = 0

    init(growthTrigger: GrowthTrigger, share: Double, pause: Duration) {
        self.growthTrigger = growthTrigger
        self.pause = pause
        budget = ReclaimBudget(share: share)
    }

    /// The cycle that is due, if there is one.
    /// - Parameters:
    ///   - available: The steps that this process has.
    ///   - used: Bytes that count against the limit.
    mutating func plan(
        _ observation: MemoryObservation,
        pressure: MemoryPressure,
        available: [ReclaimStep],
        used: Int?,
        limit: Int?,
        now: Duration
    ) -> ReclaimPlan? {
        if let charge = refaults.look(observation, now: now) {
            histories[charge.step]?.charge(refaulted: charge.bytes, took: charge.time, of: charge.released, at: now)
            budget.spend(charge.time, inEmergency: charge.isOfEmergency)
        }
        peakLive = max(peakLive, observation.live ?? 0)
        baseline = baseline ?? observation.heap
        let isAllowed = budget.allows(at: now)
        guard let reason = reason(observation, pressure: pressure) else { return nil }
        if let lastEnd, now >= lastEnd, now - lastEnd < pause { return nil }
        guard isAllowed || reason == .emergency else { return nil }
        let churn = HeapChurn(observation)
        let resident = observation.resident ?? 0
        let due = available.filter { step in
            histories[step]?.isDue(
                at: now,
                churn: churn,
                resident: resident,
                isEmergency: reason == .emergency
            ) ?? true
        }
        let resting = available.filter { step in
            guard !due.contains(step), let history = histories[step], history.isResting else { return false }
            return reason == .emergency || !history.isPaused(at: now, hasCause: true)
        }
        let hasCause = StepHistory.isYield(givenUp, resident: resident)
        guard !due.isEmpty || hasCause && !resting.isEmpty else { return nil }
        return ReclaimPlan(
            reason: reason,
            steps: due,
            resting: resting,
            givenUp: givenUp,
            request: ReclaimRequest(pressure: pressure, goal: Self.goal(pressure, used: used, limit: limit)),
            isBeyondBudget: !isAllowed
        )
    }

    /// What is beyond four fifths of the limit. With elevated pressure at least a twentieth of it: memory may be growing. With
    /// critical pressure and no more in use, it is not this limit that is short.
    private static func goal(_ pressure: MemoryPressure, used: Int?, limit: Int?) -> Int? {
        guard let used, let limit, pressure > .nominal else { return nil }
        let excess = used - limit / 10 * 8
        if pressure == .elevated { return max(excess, limit / 20) }
        return excess > 0 ? excess : nil
    }

    /// Learns from a cycle that has ended.
    /// - Parameter observation: A look after its end.
    mutating func finished(_ report: ReclaimReport, _ observation: MemoryObservation, now: Duration) {
        let churn = HeapChurn(observation)
        for step in report.steps {
            // What pools and caches give up reaches the system by way of later steps.
            let bytes = max(step.released, step.givenUp ?? 0)
            histories[step.step, default: StepHistory(canRest: step.step.searchesHeap)].ran(
                released: bytes,
                took: step.duration,
                at: now,
                churn: churn,
                resident: report.residentBefore ?? 0,
                isOnRequest: report.reason == .manual || step.wasResting
            )
        }
        // Somebody who asks for a cycle pays for it.
        let isEmergency = report.reason == .emergency
        if report.reason != .manual {
            budget.spend(report.steps.reduce(.zero) { $0 + $1.cost }, inEmergency: isEmergency)
        }
        let hasSearched = report.steps.contains { $0.step.searchesHeap }
        if hasSearched { givenUp = 0 } else { for step in report.steps { givenUp.addGivenUp(step.givenUp ?? 0) } }
        lastEnd = now
        baseline = observation.heap
        peakLive = observation.live ?? 0
        if let last = report.steps.max(by: { $0.released < $1.released }), last.released > 0 {
            refaults.start(last.step, released: last.released, inEmergency: isEmergency, observation, now: now)
        }
    }

    private func reason(_ observation: MemoryObservation, pressure: MemoryPressure) -> ReclaimReason? {
        switch pressure {
        case .critical: return .emergency
        case .elevated: return .limit
        case .nominal: break
        }
        if case .percent(let percent) = growthTrigger, let heap = observation.heap, let baseline {
            let growth = max(Double(baseline) * Double(percent) / 100, Double(Self.leastGrowth))
            if Double(heap) >= Double(baseline) + growth { return .growth }
        }
        if let live = observation.live, let resident = observation.resident {
            let hasFallen = Double(live) <= Double(peakLive) * (1 - Self.slackFall)
            if hasFallen, resident - live >= max(Self.leastSlack, resident / 4) { return .slack }
        }
        return nil
    }
}
