import Foundation
import Profiles
import Testing

/// Sampled estimates over thousands of replays of known workloads: unbiased, and as sure as their intervals say. The
/// seeds are fixed.
struct SamplingStatisticsTests {
    struct Mix: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var sizes: [UInt64]
        var proportions: [Double]

        init(_ name: String, _ parts: KeyValuePairs<UInt64, Double>) {
            testDescription = name
            sizes = parts.map(\.key)
            proportions = parts.map(\.value)
        }
    }

    private static let replays = 4000

    private static func seed(_ replay: Int) -> UInt64 {
        (UInt64(replay) &+ 1) &* 0x9e37_79b9_7f4a_7c15
    }

    /// Runs the replays with `samples` to expect in each, and says by how much each amount is off in the mean and how
    /// often its interval covers the truth.
    private static func measure(
        _ mix: Mix,
        samples: (Double) -> Double
    ) -> (meanErrors: [Double], coverage: [Double]) {
        var errors = [0.0, 0, 0, 0]
        var covered = [0.0, 0, 0, 0]
        for replay in 0..<replays {
            let share = Double(replay) / Double(replays)
            let workload = KnownWorkload(sizes: mix.sizes, proportions: mix.proportions, samples: samples(share))
            let truth = workload.truth.all
            let estimates = workload.replay(seed: seed(replay)).all
            for (index, estimate) in estimates.enumerated() {
                errors[index] += estimate.value / truth[index].value - 1
                covered[index] += estimate.interval95.contains(truth[index].value) ? 1 : 0
            }
        }
        return (errors.map { $0 / Double(replays) }, covered.map { $0 / Double(replays) })
    }

    @Test(arguments: [8, 100, 4096, 65536, 512 << 10, 1 << 20, 8 << 20])
    func estimatesOfOneSizeAreUnbiased(size: UInt64) {
        let (meanErrors, coverage) = Self.measure(Mix("", [size: 1])) { _ in 300 }
        #expect(meanErrors.allSatisfy { abs($0) < 0.01 }, "\(meanErrors)")
        // Of blocks that are as good as always sampled the amounts are known, not estimated.
        if size == 8 << 20 { #expect(coverage.allSatisfy { $0 == 1 }, "\(coverage)") }
    }

    static let mixes = [
        Mix("small blocks", [64: 1]),
        Mix("blocks of an eighth of the interval", [65536: 1]),
        Mix("from 16 bytes to 1 MiB", [16: 10_000, 64: 4000, 256: 800, 4096: 30, 65536: 4, 1 << 20: 1]),
        Mix(
            "from 8 bytes to 8 MiB",
            [8: 300_000, 32: 100_000, 100: 30_000, 1000: 3000, 16384: 100, 200_000: 10, 8 << 20: 0.1]
        ),
    ]

    /// Between 120 and 1,920 samples, so a third of that in use: averaged, because whole samples make the coverage of
    /// any one amount jump.
    @Test(arguments: mixes)
    func intervalsCoverTheTruthAsOftenAsTheySay(mix: Mix) {
        let (meanErrors, coverage) = Self.measure(mix) { 120 * pow(16, $0) }
        #expect(meanErrors.allSatisfy { abs($0) < 0.01 }, "\(meanErrors)")
        #expect(coverage.allSatisfy { (0.94...0.96).contains($0) }, "\(coverage)")
    }

    /// Few samples of one size: the interval is rather too wide than too narrow, because a count of samples is whole.
    @Test func intervalsOfFewSamplesAreOnTheSafeSide() {
        let (_, coverage) = Self.measure(Mix("", [64: 1])) { 15 + 45 * $0 }
        #expect(coverage.allSatisfy { (0.95...0.98).contains($0) }, "\(coverage)")
    }

    /// The same through the preload, in real processes whose seeds are their own.
    @Test func estimatesOfRealProcessesAreUnbiased() async throws {
        let runs = 60
        var error = 0.0
        var variance = 0.0
        var covered = 0
        for seed in 1...runs {
            let run = try await RecordedRun("AllocationStress", ["1", "999", String(seed)], interval: 16 * 1024)
            let profile = run.recording.heapProfile()
            let estimate = profile.sites.reduce(Estimate()) { $0 + $1.allocated.bytes }
            let truth = Double(profile.totals.allocatedBytes)
            error += (estimate.value - truth) / truth
            variance += estimate.variance / (truth * truth)
            covered += estimate.interval95.contains(truth) ? 1 : 0
        }
        // Six standard errors; and of 60 intervals of 95 % fewer than 45 cover once in a billion times.
        #expect(abs(error) < 6 * variance.squareRoot())
        #expect(covered >= 45)
    }
}
