/// An unbiased estimate from samples, with what is needed to say how sure it is.
public struct Estimate: Hashable, Sendable {
    /// The estimated amount (objects or bytes).
    public var value: Double
    /// The estimated variance of ``value``; 0 where every allocation was seen.
    public var variance: Double
    /// How many samples it rests on.
    public var samples: Int

    public init(value: Double = 0, variance: Double = 0, samples: Int = 0) {
        self.value = value
        self.variance = variance
        self.samples = samples
    }

    /// Adds independent estimates: values and variances add.
    public static func + (lhs: Estimate, rhs: Estimate) -> Estimate {
        Estimate(
            value: lhs.value + rhs.value,
            variance: lhs.variance + rhs.variance,
            samples: lhs.samples + rhs.samples
        )
    }

    public static func += (lhs: inout Estimate, rhs: Estimate) {
        lhs = lhs + rhs
    }
}
