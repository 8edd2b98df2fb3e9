#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Statistics of values in the order of time.
enum TrendTest {
    /// Kendall's τ against the order: 1 where each value is above all before it, -1 where it is below, 0 for fewer than two.
    static func kendall(_ values: [Double]) -> Double {
        guard values.count > 1 else { return 0 }
        var score = 0
        for later in values.indices {
            for earlier in 0..<later where values[later] != values[earlier] {
                score += values[later] > values[earlier] ? 1 : -1
            }
        }
        return Double(score) / Double(values.count * (values.count - 1) / 2)
    }

    /// How probable a normal quantity is to be so many standard deviations above its mean, or more.
    static func chance(deviations: Double) -> Double {
        0.5 * erfc(deviations / 2.0.squareRoot())
    }
}
