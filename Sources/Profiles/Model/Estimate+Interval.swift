extension Estimate {
    /// The bounds between which the true amount lies in 95 of 100 cases, good for few samples too.
    ///
    /// The estimate counts as a scaled Poisson count of `n = value² / variance` samples, whose exact (Garwood) interval
    /// goes from the 2.5 % quantile of a gamma distribution of shape `n` to the 97.5 % quantile of one of shape `n + 1`.
    /// Without variance the value is exact and the interval holds it alone.
    public var interval95: ClosedRange<Double> {
        // A range cannot begin with what is no number.
        if value.isNaN { return 0...0 }
        guard variance > 0, value > 0, value.isFinite, variance.isFinite else { return value...value }
        let count = value / variance * value
        guard count.isFinite, count > 0 else { return value...value }
        let lower = gammaQuantile(probability: 0.025, shape: count)
        let upper = gammaQuantile(probability: 0.975, shape: count + 1)
        let scale = value / count
        // The value lies between them but for rounding.
        return min(lower * scale, value)...max(upper * scale, value)
    }
}
