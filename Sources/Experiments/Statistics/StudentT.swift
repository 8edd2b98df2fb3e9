/// Quantiles of Student's t distribution.
enum StudentT {
    /// For an interval of 99 %: the quantile 0.995, for 1 and more degrees of freedom.
    private static let quantiles: [Double] = [
        63.657, 9.925, 5.841, 4.604, 4.032, 3.707, 3.499, 3.355, 3.250, 3.169, 3.106, 3.055, 3.012, 2.977, 2.947, 2.921,
        2.898, 2.878, 2.861, 2.845, 2.831, 2.819, 2.807, 2.797, 2.787, 2.779, 2.771, 2.763, 2.756, 2.750,
    ]

    /// Beyond the table the one of its end, which is a little too large.
    static func quantile(degreesOfFreedom: Int) -> Double? {
        guard degreesOfFreedom >= 1 else { return nil }
        return quantiles[min(degreesOfFreedom, quantiles.count) - 1]
    }
}
