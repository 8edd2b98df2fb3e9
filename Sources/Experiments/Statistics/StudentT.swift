/// Quantiles of Student's t distribution.
enum StudentT {
    /// How often an interval between two quantiles holds the truth.
    enum Confidence {
        case ninetyNine, ninety
    }

    /// For 1 and more degrees of freedom: the quantile 0.995.
    private static let ninetyNine: [Double] = [
        63.657, 9.925, 5.841, 4.604, 4.032, 3.707, 3.499, 3.355, 3.250, 3.169, 3.106, 3.055, 3.012, 2.977, 2.947, 2.921,
        2.898, 2.878, 2.861, 2.845, 2.831, 2.819, 2.807, 2.797, 2.787, 2.779, 2.771, 2.763, 2.756, 2.750,
    ]
    /// The quantile 0.95.
    private static let ninety: [Double] = [
        6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812, 1.796, 1.782, 1.771, 1.761, 1.753, 1.746,
        1.740, 1.734, 1.729, 1.725, 1.721, 1.717, 1.714, 1.711, 1.708, 1.706, 1.703, 1.701, 1.699, 1.697,
    ]

    /// Beyond the table the one of its end, which is a little too large.
    static func quantile(_ confidence: Confidence, degreesOfFreedom: Int) -> Double? {
        let quantiles = confidence == .ninety ? ninety : ninetyNine
        guard degreesOfFreedom >= 1 else { return nil }
        return quantiles[min(degreesOfFreedom, quantiles.count) - 1]
    }
}
