import Damage
import Randomness
import Testing

@testable import Profiles

@Suite struct IntervalTests {
    struct Quantile: Sendable {
        var probability: Double
        var degreesOfFreedom: Double
        var chiSquare: Double

        init(_ probability: Double, _ degreesOfFreedom: Double, _ chiSquare: Double) {
            self.probability = probability
            self.degreesOfFreedom = degreesOfFreedom
            self.chiSquare = chiSquare
        }
    }

    static let tabulated: [Quantile] = [
        Quantile(0.025, 2, 0.0506356), Quantile(0.975, 2, 7.3777589), Quantile(0.5, 2, 1.3862944),
        Quantile(0.025, 1, 0.000982069), Quantile(0.975, 1, 5.0238862),
        Quantile(0.025, 10, 3.2469728), Quantile(0.975, 10, 20.4831774),
        Quantile(0.025, 100, 74.2219275), Quantile(0.975, 100, 129.5611972),
    ]

    /// A gamma distribution of shape k is a chi-square distribution with 2k degrees of freedom, halved.
    @Test(arguments: tabulated) func findsTabulatedQuantiles(expected: Quantile) {
        let found = 2 * gammaQuantile(probability: expected.probability, shape: expected.degreesOfFreedom / 2)
        #expect(abs(found - expected.chiSquare) <= 1e-6 * expected.chiSquare)
    }

    @Test(arguments: [0.02, 0.1, 0.9, 3, 77, 1e4, 3e5], [0.025, 0.5, 0.975])
    func invertsTheDistributionFunction(shape: Double, probability: Double) {
        let quantile = gammaQuantile(probability: probability, shape: shape)
        #expect(abs(regularizedLowerGamma(shape: shape, quantile) - probability) < 1e-6)
    }

    @Test func isTheExactPoissonIntervalForCounts() {
        // Garwood's interval for 10 events.
        let interval = Estimate(value: 10, variance: 10, samples: 10).interval95
        #expect(abs(interval.lowerBound - 4.7954) < 1e-3)
        #expect(abs(interval.upperBound - 18.3904) < 1e-3)
    }

    @Test func scalesWithTheSamplesWeight() {
        let interval = Estimate(value: 10_000, variance: 10_000_000, samples: 10).interval95
        #expect(abs(interval.lowerBound - 4795.4) < 1)
        #expect(abs(interval.upperBound - 18390.4) < 1)
    }

    @Test func holdsOneValueWhereEverythingWasSeen() {
        #expect(Estimate(value: 42, variance: 0, samples: 3).interval95 == 42...42)
        #expect(Estimate().interval95 == 0...0)
    }

    @Test func approachesTheNormalIntervalForManySamples() {
        let interval = Estimate(value: 1e8, variance: 1e8, samples: 100_000_000).interval95
        #expect(abs(interval.lowerBound - (1e8 - 19_600)) < 10)
        #expect(abs(interval.upperBound - (1e8 + 19_600)) < 10)
    }

    @Test func coversTheTruthAboutAsOftenAsItSays() {
        var generator = SeededGenerator(seed: 7)
        let probability = 0.05
        let objects = 400
        var covered = 0
        for _ in 0..<2000 {
            var estimate = Estimate()
            for _ in 0..<objects where Double.random(in: 0..<1, using: &generator) < probability {
                let weight = 1 / probability
                estimate += Estimate(value: weight, variance: weight * (weight - 1), samples: 1)
            }
            if estimate.interval95.contains(Double(objects)) { covered += 1 }
        }
        #expect((0.94...0.99).contains(Double(covered) / 2000))
    }
}
