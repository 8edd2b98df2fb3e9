/// Whether pooling pays, measured: what a use costs with the pool and what it would cost with a new object each time.
///
/// One synchronous use in 1,024 is timed whole, from getting the object until it is given back, now with the pool, now
/// with an object made and destroyed for it; so what the object's users pay for growing it anew is in it, too. Means are
/// over the middle half of the latest 64 samples of each kind, which an interrupted use does not move.
public struct PoolNetBenefit: Hashable, Sendable {
    /// What the samples say.
    public enum Verdict: Hashable, Sendable {
        /// A use saves more than ``PoolConfiguration/worthwhileSaving``.
        case pays
        /// It saves less, or nothing.
        case doesNotPay
        /// The samples are too few or too noisy to tell.
        case undecided
    }

    /// A use that found an object, in nanoseconds; nil if too few were measured.
    public var reuseNanoseconds: Double?
    /// A use for which the pool had none, in nanoseconds; nil if too few were measured.
    public var missNanoseconds: Double?
    /// A use with an object made for it, without the pool, in nanoseconds.
    public var freshNanoseconds: Double
    /// What the average use saves by the pool at its rate of reuse, in nanoseconds; negative if it costs.
    public var savingNanoseconds: Double
    /// Half the width of the 99 % confidence interval of the saving, in nanoseconds.
    public var marginNanoseconds: Double
    public var verdict: Verdict
    /// Whether the pool is out of use for now because it did not pay; see ``PoolBypass/automatic``.
    public var isBypassed: Bool
}
