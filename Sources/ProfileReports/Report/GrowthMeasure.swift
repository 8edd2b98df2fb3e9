internal import Profiles

/// Measures how the memory in use of some sites grew, from the times when their samples were allocated and freed.
///
/// The recording keeps all live samples but only the latest freed ones. So growth is told only where the freed ones are
/// all there, or so few that they could not change it by a tenth; otherwise a cache that turns over would look like a
/// leak.
struct GrowthMeasure {
    private let profile: HeapProfile
    private let samplesOfSite: [Int: [Int]]

    /// Below these nothing is said: a program that short is still starting, samples that few say nothing.
    private static let leastSeconds = 2.0
    private static let leastSamples = 8

    init(_ profile: HeapProfile, samplesOfSite: [Int: [Int]]) {
        self.profile = profile
        self.samplesOfSite = profile.duration < Self.leastSeconds ? [:] : samplesOfSite
    }

    func growth(ofSites sites: [Int]) -> Growth? {
        let samples = sites.flatMap { samplesOfSite[$0] ?? [] }.map { profile.samples[$0] }
        guard samples.count >= Self.leastSamples, isComplete(samples, sites: sites) else { return nil }
        let end = profile.duration
        let half = change(samples, from: end / 2, to: end)
        guard half.samples >= Self.leastSamples / 2 else { return nil }
        let quarters = [0.25, 0.5, 0.75].map { change(samples, from: end * $0, to: end * ($0 + 0.25)).value }
        let deviation = 1.96 * half.variance.squareRoot()
        let seconds = end / 2
        return Growth(
            bytesPerSecond: half.value / seconds,
            interval95: (half.value - deviation) / seconds...(half.value + deviation) / seconds,
            samples: half.samples,
            isSteady: quarters.allSatisfy { $0 > 0 }
        )
    }

    /// Whether the samples that were freed are remembered, but for so few that they change nothing.
    func isComplete(_ samples: [Sample], sites: [Int]) -> Bool {
        let freed = sites.reduce(0) {
            $0 + max(0, profile.sites[$1].allocated.samples - profile.sites[$1].inUse.samples)
        }
        let seen = samples.count { $0.freedTime != nil }
        let live = samples.count - seen
        return max(0, freed - seen) * 10 <= live
    }

    /// Bytes in use at `end` less those at `start`. Each sample stands for a Poisson number of blocks.
    private func change(_ samples: [Sample], from start: Double, to end: Double) -> Estimate {
        var change = Estimate()
        for sample in samples {
            let bytes = sample.weight * Double(sample.size)
            let isLive = { (time: Double) in
                sample.allocatedTime <= time && sample.freedTime.map { $0 > time } ?? true
            }
            switch (isLive(start), isLive(end)) {
            case (false, true): change += Estimate(value: bytes, variance: bytes * bytes, samples: 1)
            case (true, false): change += Estimate(value: -bytes, variance: bytes * bytes, samples: 1)
            default: break
            }
        }
        return change
    }
}
