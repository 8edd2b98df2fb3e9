internal import Synchronization

/// Which way a use goes, and what is learnt from it.
extension PoolCore {
    /// Uses made fresh between two looks at the clock.
    private static let bypassedInterval = 1024

    @usableFromInline
    func plan() -> PoolPlan {
        guard let local = registeredLocal() else { return .pooled }
        if heed(local).contains(.bypass) {
            let count = local.pointee.bypassed.load(ordering: .relaxed)
            if count % Self.bypassedInterval == 0, meter.isRetryDue { setBypass(false) }
            return .fresh
        }
        let gets = local.pointee.gets.load(ordering: .relaxed)
        guard timingMask >= 0, (gets &+ 1) & timingMask == 0 else { return .pooled }
        switch meter.nextArm() {
        case .pooled: return .timedPooled
        case .fresh: return .timedFresh
        }
    }

    /// Counts a use with an object made for it.
    @usableFromInline
    func countFresh() {
        if let local = local() {
            local.pointee.bypassed.store(local.pointee.bypassed.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
        } else {
            counters.gets.wrappingAdd(1, ordering: .relaxed)
            counters.news.wrappingAdd(1, ordering: .relaxed)
            counters.discard(1, .bypassed)
            counters.puts.wrappingAdd(1, ordering: .acquiringAndReleasing)
        }
    }

    @usableFromInline
    func startTiming() -> UInt64 { meter.now() }

    /// Notes what a use took, and stops pooling if that was found not to pay.
    @usableFromInline
    func record(_ sample: BenefitMeter.Sample, since start: UInt64) {
        let isLoss = meter.record(sample, nanoseconds: meter.now() &- start, reuseRate: reuseRate)
        if isLoss, configuration.bypass == .automatic { setBypass(true) }
    }

    /// The share of uses that found an object, of those that were pooled.
    var reuseRate: Double {
        let gets = lock.withLock { locals.reduce(ended.gets) { $0 + $1.pointee.gets.load(ordering: .relaxed) } }
        guard gets > 0 else { return 0 }
        return 1 - min(1, Double(counters.news.load(ordering: .relaxed)) / Double(gets))
    }

    private func setBypass(_ isBypassed: Bool) {
        let hasChanged = lock.withLock {
            guard attention.contains(.bypass) != isBypassed else { return false }
            if isBypassed { attention.insert(.bypass) } else { attention.remove(.bypass) }
            for local in locals {
                if isBypassed { local.raise(.bypass) } else { local.lower(.bypass) }
            }
            return true
        }
        guard hasChanged else { return }
        meter.bypassChanged(to: isBypassed)
        // What is idle now would lie there until pooling is tried again.
        if isBypassed { _ = giveUpAll(.bypassed) }
    }
}
