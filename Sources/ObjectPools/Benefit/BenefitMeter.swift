/// Finds by experiment whether a pool pays.
///
/// Samples that come while another thread is at it are left out. See ``PoolNetBenefit``. Sendable: all that changes is behind
/// a lock.
@usableFromInline
final class BenefitMeter: @unchecked Sendable {
    /// What was measured.
    @usableFromInline
    enum Sample: Sendable {
        case reuse, miss, fresh
    }

    /// What is to be measured next.
    enum Arm {
        case pooled, fresh
    }

    /// Samples of each kind before anything is concluded.
    static let enough = 32
    /// Samples from one conclusion to the next: to sort them costs as much as all the uses between two of them.
    private static let conclusionInterval: UInt64 = 16
    /// While pooling clearly pays, objects are made fresh for one sample in so many: they may be dear.
    private static let rareFresh: UInt64 = 64
    /// How long pooling is out of use before it is tried again: the first time, and at most.
    private static let firstRest: UInt64 = 10_000_000_000
    private static let longestRest: UInt64 = 600_000_000_000
    /// The 99.5th percentile of the normal distribution.
    private static let deviations = 2.576

    private let worthwhile: Double
    private let clock: @Sendable () -> UInt64

    // Guarded by `lock`.
    private let lock = Lock()
    private var reuse = SampleWindow()
    private var miss = SampleWindow()
    private var fresh = SampleWindow()
    private var turns: UInt64 = 0
    private var samples: UInt64 = 0
    private var isFreshDear = false
    private var isBypassed = false
    private var rest = BenefitMeter.firstRest
    private var retryTime: UInt64 = 0

    init(worthwhileSaving: Duration, clock: @escaping @Sendable () -> UInt64) {
        let (seconds, attoseconds) = worthwhileSaving.components
        worthwhile = Double(seconds) * 1e9 + Double(attoseconds) * 1e-9
        self.clock = clock
    }

    func now() -> UInt64 { clock() }

    func nextArm() -> Arm {
        lock.withLockIfAvailable {
            turns &+= 1
            if turns % 2 == 0 { return Arm.pooled }
            return isFreshDear && turns % (2 * Self.rareFresh) != 1 ? .pooled : .fresh
        } ?? .pooled
    }

    /// - Returns: Whether it is now known that pooling does not pay.
    func record(_ sample: Sample, nanoseconds: UInt64, reuseRate: Double) -> Bool {
        lock.withLockIfAvailable {
            let value = Double(nanoseconds)
            switch sample {
            case .reuse: reuse.add(value)
            case .miss: miss.add(value)
            case .fresh: fresh.add(value)
            }
            samples &+= 1
            guard samples % Self.conclusionInterval == 0 else { return false }
            isFreshDear = seesFreshDear
            let verdict = benefitLocked(reuseRate: reuseRate)?.verdict
            if verdict == .pays { rest = Self.firstRest }
            return verdict == .doesNotPay
        } ?? false
    }

    func benefit(reuseRate: Double) -> PoolNetBenefit? {
        lock.withLock { benefitLocked(reuseRate: reuseRate) }
    }

    // MARK: Rests

    var isRetryDue: Bool {
        lock.withLockIfAvailable { isBypassed && clock() >= retryTime } ?? false
    }

    /// Pooling was stopped, or is tried again.
    func bypassChanged(to isBypassed: Bool) {
        lock.withLock {
            self.isBypassed = isBypassed
            if isBypassed {
                retryTime = clock() &+ rest
                rest = min(rest * 2, Self.longestRest)
            } else {
                reuse.removeAll()
                miss.removeAll()
                fresh.removeAll()
                samples = 0
                isFreshDear = false
            }
        }
    }

    // MARK: What the samples say. Hold the lock.

    private var seesFreshDear: Bool {
        guard let pooled = reuse.trimmedMean, let fresh = fresh.trimmedMean else { return false }
        return fresh.mean > 8 * pooled.mean
    }

    private func benefitLocked(reuseRate: Double) -> PoolNetBenefit? {
        guard reuse.count + miss.count >= Self.enough, let fresh = fresh.trimmedMean else { return nil }
        let found = reuse.trimmedMean
        let missed = miss.trimmedMean
        guard let either = found ?? missed else { return nil }
        let share = found == nil ? 0 : missed == nil ? 1 : reuseRate
        let (hit, loss) = (found ?? either, missed ?? either)
        let saving = fresh.mean - share * hit.mean - (1 - share) * loss.mean
        let variance =
            fresh.squaredError + share * share * hit.squaredError + (1 - share) * (1 - share) * loss.squaredError
        let margin = Self.deviations * variance.squareRoot()
        let isKnown = self.fresh.count >= Self.enough || isFreshDear
        let verdict: PoolNetBenefit.Verdict =
            if isKnown, saving - margin > worthwhile {
                .pays
            } else if isKnown, saving + margin < worthwhile {
                .doesNotPay
            } else {
                .undecided
            }
        return PoolNetBenefit(
            reuseNanoseconds: found?.mean,
            missNanoseconds: missed?.mean,
            freshNanoseconds: fresh.mean,
            savingNanoseconds: saving,
            marginNanoseconds: margin,
            verdict: verdict,
            isBypassed: isBypassed
        )
    }
}
