internal import Foundation

/// A ratio and where it may truly lie, with a confidence of 99 % unless another was asked for.
package struct Interval: Sendable, Hashable, Codable {
    package var low: Double
    package var estimate: Double
    package var high: Double

    /// The interval of the mean of `logarithms`, which are of ratios of runs in the same round: what the machine does
    /// else in a round falls on both and cancels. Student's t needs few rounds, where ranks and resampling would say
    /// nothing at this confidence; one wild run makes it wider, not wrong.
    /// - Returns: nil for fewer than three.
    static func ofRatios(_ logarithms: [Double], confidence: StudentT.Confidence = .ninetyNine) -> Interval? {
        let count = Double(logarithms.count)
        guard logarithms.count >= 3, logarithms.allSatisfy(\.isFinite),
            let quantile = StudentT.quantile(confidence, degreesOfFreedom: logarithms.count - 1)
        else { return nil }
        let mean = logarithms.reduce(0, +) / count
        let variance = logarithms.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        let half = quantile * (variance / count).squareRoot()
        return Interval(low: exp(mean - half), estimate: exp(mean), high: exp(mean + half))
    }

    /// Less than this is no difference that anybody would act on.
    package static let threshold = 0.03

    /// Whether it is surely above 1, and far enough to matter.
    package var isAbove: Bool { low > 1 && estimate >= 1 + Self.threshold }
    /// Whether it is surely below 1, and far enough to matter.
    package var isBelow: Bool { high < 1 && estimate <= 1 / (1 + Self.threshold) }
}
