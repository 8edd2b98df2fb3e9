#if Server

import Foundation
import Randomness
import Testing

@testable import Telemetry

/// The arithmetic of histograms.
struct HistogramTests {
    /// Values of any size and sign, which appear again and again.
    private func values(seed: UInt64, count: Int = 2_000) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            let magnitude = exp2(Double.random(in: -30...30, using: &generator))
            return generator.chance(5) ? 0 : generator.chance(20) ? -magnitude : magnitude
        }
    }

    @Test(arguments: 0..<20)
    func exponentialBucketsHoldTheValuesBetweenTheirBounds(seed: UInt64) {
        let values = values(seed: seed)
        var histogram = ExponentialHistogram(maximumBuckets: 160, maximumScale: 20)
        for value in values { histogram.record(value) }
        #expect(histogram.count == UInt64(values.count))
        #expect(histogram.positive.counts.count <= 160)
        #expect(histogram.negative.counts.count <= 160)
        #expect(histogram.zeros == UInt64(values.count { $0 == 0 }))
        #expect(histogram.sum == values.reduce(0, +))
        for (position, count) in histogram.positive.counts.enumerated() {
            let index = histogram.positive.offset + position
            let (lower, upper) = (histogram.upperBound(of: index - 1), histogram.upperBound(of: index))
            // Values nearer to a bound than rounding reaches may be on either side.
            let least = values.count { $0 > lower * (1 + 1e-9) && $0 < upper * (1 - 1e-9) }
            let most = values.count { $0 > lower * (1 - 1e-9) && $0 < upper * (1 + 1e-9) }
            #expect(Int(count) >= least && Int(count) <= most)
        }
    }

    @Test(arguments: [-10, -3, -1, 0, 1, 3, 20])
    func powersOfTwoAreUpperBoundsOfTheirBuckets(scale: Int) {
        for exponent in -1_000...1_000 {
            let value = exp2(Double(exponent))
            let index = ExponentialHistogram.index(of: value, scale: scale)
            let above = ExponentialHistogram.index(of: value.nextUp, scale: scale)
            if scale >= 0 {
                #expect(index == (exponent << scale) - 1)
                #expect(above == index + 1)
            } else {
                #expect(index == (exponent - 1) >> -scale)
            }
        }
    }

    @Test func theSmallestAndGreatestNumbersHaveBuckets() {
        var histogram = ExponentialHistogram(maximumBuckets: 2, maximumScale: 20)
        for value in [Double.leastNonzeroMagnitude, .leastNormalMagnitude, 1, .greatestFiniteMagnitude] {
            histogram.record(value)
        }
        #expect(histogram.count == 4)
        #expect(histogram.positive.counts.count <= 2)
    }

    @Test(arguments: 0..<20)
    func whatIsNewIsTheDifferenceWhateverTheScale(seed: UInt64) {
        let values = values(seed: seed, count: 400)
        var earlier = ExponentialHistogram(maximumBuckets: 20, maximumScale: 20)
        for value in values.prefix(3) { earlier.record(value) }
        var later = earlier
        for value in values.dropFirst(3) { later.record(value) }
        let new = later.since(earlier)
        #expect(new.count == 397)
        #expect(new.scale == later.scale)
        #expect(abs(new.sum - values.dropFirst(3).reduce(0, +)) <= 1e-3)
        #expect(new.positive.count == UInt64(values.dropFirst(3).count { $0 > 0 }))
    }

    @Test func explicitBucketsHoldTheirUpperBound() {
        var histogram = ExplicitHistogram(bounds: [1, 2])
        for value in [-5.0, 1, 1.5, 2, 2.1] { histogram.record(value) }
        #expect(histogram.counts == [2, 2, 1])
        #expect(histogram.minimum == -5)
        #expect(histogram.maximum == 2.1)
    }

    @Test func boundsAreSortedAndEachIsThereOnce() {
        #expect(HistogramAggregation.explicit(bounds: [2, 1, .infinity, 2, .nan]) == .explicit(bounds: [1, 2]))
    }
}

#endif
