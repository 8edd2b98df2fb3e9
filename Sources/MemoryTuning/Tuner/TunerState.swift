/// What the tuner knows and decides, without clock, files or tasks.
struct TunerState {
    /// What somebody should be told of a look.
    enum Event: Hashable {
        case limit(EffectiveLimit?)
        /// More is in use than the new limit allows.
        case limitBelowUse(EffectiveLimit, used: Int)
        case pressure(from: MemoryPressure, to: MemoryPressure, PressureAssessor.Reason?)
        /// A step has not paid several times in a row and rests until the heap has churned.
        case rests(ReclaimStep)
        case shedding(Bool)
    }

    /// What a look leads to.
    struct Look {
        let pressure: MemoryPressure
        let isShedding: Bool
        let plan: ReclaimPlan?
        let events: [Event]
        /// Until the next look.
        let pause: Duration
    }

    var limit: MemoryLimit
    var policy: ReclaimPolicy
    private(set) var assessor: PressureAssessor
    private(set) var effective: EffectiveLimit?
    private(set) var used: Int?
    /// Whether work is to be turned away.
    private(set) var isShedding = false

    private let reserve: Int
    private let interval: Duration
    private let dwell: Duration
    private var hasLooked = false
    /// Since when nothing speaks for critical pressure, but perhaps that memory has not fallen as far as it should.
    private var calmSince: Duration?
    /// Steps whose rest has been told of.
    private var resting: Set<ReclaimStep> = []

    init(configuration: MemoryTuner.Configuration) {
        limit = configuration.limit
        reserve = configuration.reserve
        interval = configuration.interval
        dwell = configuration.thresholds.dwell
        assessor = PressureAssessor(thresholds: configuration.thresholds)
        policy = ReclaimPolicy(
            growthTrigger: configuration.growthTrigger,
            share: configuration.processorShare,
            pause: configuration.cyclePause
        )
    }

    /// Looks once.
    /// - Parameters:
    ///   - available: The steps that this process has.
    ///   - isReclaiming: Whether a cycle is under way; another would only queue up behind it.
    mutating func look(
        _ observation: MemoryObservation,
        available: [ReclaimStep],
        isReclaiming: Bool,
        now: Duration
    ) -> Look {
        var events: [Event] = []
        refreshLimit(observation, into: &events)
        used = effective.flatMap { observation.used(against: $0.source) }
        let before = assessor.level
        let pressure = assessor.assess(
            observation,
            used: used,
            limit: effective?.bytes,
            source: effective?.source,
            now: now
        )
        if pressure != before { events.append(.pressure(from: before, to: pressure, assessor.reason)) }
        let plan = policy.plan(
            observation,
            pressure: assessor.present,
            available: isReclaiming ? [] : available,
            used: used,
            limit: effective?.bytes,
            now: now
        )
        // The last rung: there is nothing else to be had, or it was not enough.
        let isTried = (before == .critical || plan == nil) && !isReclaiming
        // A service that takes so much without any work would never fall as far, and turn all away for ever.
        calmSince = assessor.isBeyondCritical ? nil : min(calmSince ?? now, now)
        let isCalm = calmSince.map { now - $0 >= dwell } ?? false
        let sheds = assessor.present == .critical && !isCalm && (isShedding || isTried)
        if sheds != isShedding {
            isShedding = sheds
            events.append(.shedding(sheds))
        }
        return Look(
            pressure: pressure,
            isShedding: isShedding,
            plan: plan,
            events: events,
            pause: pause(pressure)
        )
    }

    mutating func finished(_ report: ReclaimReport, _ observation: MemoryObservation, now: Duration) -> [Event] {
        policy.finished(report, observation, now: now)
        let rest = Set(policy.histories.filter(\.value.isResting).keys)
        defer { resting = rest }
        return rest.subtracting(resting).map { .rests($0) }
    }

    private mutating func refreshLimit(_ observation: MemoryObservation, into events: inout [Event]) {
        let new = EffectiveLimit(
            of: limit,
            groupLimit: observation.groupLimit,
            machineBytes: observation.machineBytes,
            reserve: reserve
        )
        defer { hasLooked = true }
        guard new != effective || !hasLooked else { return }
        effective = new
        events.append(.limit(new))
        if let new, let used = observation.used(against: new.source), used > new.bytes {
            events.append(.limitBelowUse(new, used: used))
        }
    }

    /// Near the limit memory is looked at more often: it takes a burst a fraction of a second to fill what is left.
    private func pause(_ pressure: MemoryPressure) -> Duration {
        let ratio = if let used, let effective { Double(used) / Double(effective.bytes) } else { 0.0 }
        if pressure > .nominal || ratio >= 0.7 { return interval / 20 }
        return ratio >= 0.5 ? interval / 4 : interval
    }
}
