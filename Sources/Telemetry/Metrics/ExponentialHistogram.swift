#if Server

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// A base-2 exponential histogram as OpenTelemetry's data model defines it: bucket i holds values above base^i, up to
/// and with base^(i+1), where base is 2^(2^-scale). Where values need more buckets than allowed, neighbours are merged
/// and the scale falls.
struct ExponentialHistogram: Equatable, Sendable {
    let maximumBuckets: Int
    private(set) var scale: Int
    private(set) var zeros: UInt64 = 0
    private(set) var positive = ExponentialBuckets()
    private(set) var negative = ExponentialBuckets()
    private(set) var sum = 0.0
    /// Nil if nothing was recorded, or where that is not known.
    private(set) var minimum: Double?
    private(set) var maximum: Double?

    init(maximumBuckets: Int, maximumScale: Int) {
        self.maximumBuckets = maximumBuckets
        scale = maximumScale
    }

    var count: UInt64 { zeros &+ positive.count &+ negative.count }

    /// - Parameter value: A finite number.
    mutating func record(_ value: Double) {
        sum += value
        minimum = Swift.min(minimum ?? value, value)
        maximum = Swift.max(maximum ?? value, value)
        let magnitude = abs(value)
        guard magnitude > 0 else {
            zeros &+= 1
            return
        }
        let buckets = value > 0 ? positive : negative
        let index = Self.index(of: magnitude, scale: scale)
        let excess = buckets.halvings(toHold: index, within: maximumBuckets)
        lower(scaleTo: scale - excess)
        if value > 0 {
            positive.increment(index >> excess)
        } else {
            negative.increment(index >> excess)
        }
    }

    /// Merges buckets until the scale is `lower`.
    private mutating func lower(scaleTo lower: Int) {
        guard lower < scale else { return }
        positive.halve(times: scale - lower)
        negative.halve(times: scale - lower)
        scale = lower
    }

    /// What was recorded since `earlier`. Least and greatest value of that are not known.
    func since(_ earlier: ExponentialHistogram) -> ExponentialHistogram {
        // The scale only falls, so the earlier one can be brought to ours.
        var earlier = earlier
        earlier.lower(scaleTo: scale)
        guard earlier.scale == scale else { return self }
        var result = self
        result.zeros &-= earlier.zeros
        result.positive.subtract(earlier.positive)
        result.negative.subtract(earlier.negative)
        result.sum -= earlier.sum
        result.minimum = nil
        result.maximum = nil
        return result
    }

    /// The upper bound of bucket `index`.
    func upperBound(of index: Int) -> Double { exp2(scalbn(Double(index + 1), Int32(-scale))) }

    /// The bucket of a number above zero. Powers of two, which are bounds at every scale from 0, are exact.
    static func index(of value: Double, scale: Int) -> Int {
        let exponent = value.isNormal ? Int(value.exponent) : Int(ilogb(value))
        let isPowerOfTwo = value.isNormal && value.significandBitPattern == 0
        if scale <= 0 { return (isPowerOfTwo ? exponent - 1 : exponent) >> -scale }
        if isPowerOfTwo { return (exponent << scale) - 1 }
        let index = Int((log2(value) * scalbn(1, Int32(scale))).rounded(.down))
        // Rounding of the logarithm must not carry a value over the power of two that it is below.
        return Swift.min(Swift.max(index, exponent << scale), ((exponent + 1) << scale) - 1)
    }
}

#endif
