/// Tells how scarce memory is, look by look.
///
/// A level rises at once and falls by one step after its reasons have been gone for the dwell time.
struct PressureAssessor {
    /// Why a level is what it is.
    enum Reason: String, Sendable, CaseIterable {
        case ratio = "part of the limit in use"
        case timeToLimit = "growth towards the limit"
        case limitHit = "the control group's limit was hit"
        case stalled = "tasks wait for memory"
    }

    var thresholds: PressureThresholds
    private(set) var level = MemoryPressure.nominal
    /// What speaks for pressure at this very look: lower than the level while that dwells.
    private(set) var present = MemoryPressure.nominal
    /// Whether critical pressure has another reason at this very look than that the ratio has not fallen further below its
    /// threshold.
    private(set) var isBeyondCritical = false
    /// What raised the level last; nil while it is nominal.
    private(set) var reason: Reason?
    /// When the limit is reached if memory goes on growing as it does; nil if it does not grow.
    private(set) var timeToLimit: Duration?

    /// Of what ``growth`` is.
    private struct Counted: Hashable {
        let source: EffectiveLimit.Source?
        let group: String?
    }

    private var growth = GrowthRate()
    private var counted: Counted?
    private struct Counts {
        var limitHits: UInt64?
        var outOfMemory: UInt64?
        var group: String?
    }

    /// What was counted at the last look.
    private var counts = Counts()
    /// The last hit of the limit that counts, and whether nothing could be given up. It counts for a while, for hits come one by one
    /// while a group stays full.
    private var hit: (time: Duration, isOut: Bool)?
    private static let hitTime = Duration.seconds(1)
    /// A group that its files have filled uses more than this part of its limit.
    private static let filledRatio = 0.9
    /// The last look at stalls, and the parts of the time that tasks have waited by it. A look right after another says nothing
    /// new: the kernel adds up stalls now and then.
    private var stalls: (time: Duration, scope: MemoryStall.Scope?, some: Duration?, full: Duration?)?
    private var stalledShares = (some: 0.0, full: 0.0)
    private static let leastStallTime = Duration.milliseconds(100)
    /// Since when nothing speaks for the present level.
    private var calmSince: Duration?

    init(thresholds: PressureThresholds) {
        self.thresholds = thresholds
    }

    /// Looks once.
    /// - Parameters:
    ///   - now: The time since any moment. If it goes back, dwelling begins anew.
    ///   - used: Bytes that count against the limit.
    ///   - source: Where the limit is from.
    mutating func assess(
        _ observation: MemoryObservation,
        used: Int?,
        limit: Int?,
        source: EffectiveLimit.Source?,
        now: Duration
    ) -> MemoryPressure {
        var wanted = MemoryPressure.nominal
        var why: Reason?
        isBeyondCritical = false
        func raise(to level: MemoryPressure, _ reason: Reason) {
            if level > wanted { (wanted, why) = (level, reason) }
            if level == .critical, reason != .ratio { isBeyondCritical = true }
        }

        timeToLimit = nil
        if let used, let limit {
            let ratio = Double(used) / Double(limit)
            raise(to: levelOfRatio(ratio), .ratio)
            if ratio >= thresholds.criticalRatio { isBeyondCritical = true }
            let counted = Counted(source: source, group: source == .controlGroup ? observation.groupFolder : nil)
            // That something else is counted is no growth.
            if counted != self.counted { growth = GrowthRate() }
            self.counted = counted
            growth.add(used, at: now)
            if let time = growth.time(until: limit) {
                timeToLimit = time
                if ratio >= thresholds.elevatedRatio, time <= thresholds.criticalTimeToLimit {
                    raise(to: .critical, .timeToLimit)
                }
                if ratio >= thresholds.predictionRatio, time <= thresholds.elevatedTimeToLimit {
                    raise(to: .elevated, .timeToLimit)
                }
            }
        }
        lookForHits(observation, now: now)
        if let hit { raise(to: level(ofHitWhereNothingIsLeft: hit.isOut, observation), .limitHit) }
        lookForStalls(observation, now: now)
        if stalledShares.some >= thresholds.elevatedStall { raise(to: .elevated, .stalled) }
        // What the whole machine waits for need not be this process's doing, nor what a group without a limit waits for.
        if stalledShares.full >= thresholds.criticalStall {
            let isOwn = observation.stallScope == .controlGroup && observation.groupLimit != nil
            raise(to: isOwn ? .critical : .elevated, .stalled)
        }
        present = wanted
        settle(on: wanted, why, now: now)
        return level
    }

    private mutating func settle(on wanted: MemoryPressure, _ why: Reason?, now: Duration) {
        if wanted > level || (wanted == level && wanted > .nominal) {
            (level, reason) = (wanted, why)
            calmSince = nil
        } else if wanted < level {
            let since = min(calmSince ?? now, now)
            calmSince = since
            if now - since >= thresholds.dwell {
                level = MemoryPressure(rawValue: level.rawValue - 1) ?? .nominal
                if level == .nominal { reason = nil }
                calmSince = level == wanted ? nil : now
            }
        } else {
            calmSince = nil
        }
    }

    /// By how full the group is now, but for file pages. The limit that is kept need not be the group's.
    private func level(ofHitWhereNothingIsLeft isOut: Bool, _ observation: MemoryObservation) -> MemoryPressure {
        guard let used = observation.groupUsed, let limit = observation.groupLimit else { return .elevated }
        let critical = isOut ? thresholds.elevatedRatio : thresholds.criticalRatio
        return Double(used) >= Double(limit) * critical ? .critical : .elevated
    }

    /// Whether file pages have filled the group. They do up to its limit, again and again, and are given up each time. What fills it
    /// for a moment and is gone when somebody looks is something else.
    private func isFilledByFiles(_ observation: MemoryObservation) -> Bool {
        guard let used = observation.groupUsed, let all = observation.groupUsedWithFiles,
            let limit = observation.groupLimit
        else { return false }
        return Double(used) < Double(limit) * thresholds.elevatedRatio && Double(all) > Double(limit) * Self.filledRatio
    }

    private mutating func lookForHits(_ observation: MemoryObservation, now: Duration) {
        if let last = hit, now < last.time || now - last.time >= Self.hitTime { hit = nil }
        let before = counts.group == observation.groupFolder ? counts : Counts()
        func hasRisen(_ count: UInt64?, since before: UInt64?) -> Bool {
            if let count, let before { count > before } else { false }
        }
        let isHit = hasRisen(observation.limitHits, since: before.limitHits)
        let isOut = hasRisen(observation.outOfMemory, since: before.outOfMemory)
        counts = Counts(
            limitHits: observation.limitHits ?? before.limitHits,
            outOfMemory: observation.outOfMemory ?? before.outOfMemory,
            group: observation.groupFolder
        )
        if isOut || isHit && !isFilledByFiles(observation) { hit = (now, isOut) }
    }

    /// With the threshold of a level that the ratio has raised lowered, so that it does not end as soon as it began.
    private func levelOfRatio(_ ratio: Double) -> MemoryPressure {
        let slack = reason == .ratio ? thresholds.hysteresis : 0
        let critical = thresholds.criticalRatio - (level == .critical ? slack : 0)
        let elevated = thresholds.elevatedRatio - (level >= .elevated ? slack : 0)
        if ratio >= critical { return .critical }
        return ratio >= elevated ? .elevated : .nominal
    }

    private mutating func lookForStalls(_ observation: MemoryObservation, now: Duration) {
        let present = (now, observation.stallScope, observation.stalledSome, observation.stalledFull)
        // Where the control group has gone, the machine's sums follow on its own.
        guard let before = stalls, now >= before.time, before.scope == observation.stallScope else {
            stalls = present
            stalledShares = (0, 0)
            return
        }
        let passed = now - before.time
        guard passed >= Self.leastStallTime else { return }
        stalls = present
        func share(_ now: Duration?, _ before: Duration?) -> Double {
            guard let now, let before else { return 0 }
            return (now - before) / passed
        }
        stalledShares = (share(observation.stalledSome, before.some), share(observation.stalledFull, before.full))
    }
}
