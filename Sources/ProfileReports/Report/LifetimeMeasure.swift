internal import Profiles

/// Measures lifetimes, growth and ages of some sites from the times when their samples were allocated and freed.
struct LifetimeMeasure {
    private let profile: HeapProfile
    private let samplesOfSite: [Int: [Int]]
    private let growth: GrowthMeasure

    private static let leastSamples = 8

    init(_ profile: HeapProfile) {
        self.profile = profile
        samplesOfSite = Dictionary(grouping: profile.samples.indices) { profile.samples[$0].site }
        growth = GrowthMeasure(profile, samplesOfSite: samplesOfSite)
    }

    func growth(ofSites sites: [Int]) -> Growth? {
        growth.growth(ofSites: sites)
    }

    func lifetimes(ofSites sites: [Int]) -> Lifetimes {
        let samples = sites.flatMap { samplesOfSite[$0] ?? [] }.map { profile.samples[$0] }
        var result = Lifetimes(samples: samples.count)
        let ages = samples.filter { $0.freedTime == nil }
            .map { (age: max(0, profile.duration - $0.allocatedTime), bytes: $0.bytes) }
            .sorted { $0.age < $1.age }
        result.oldestAge = ages.last?.age
        result.medianAge = Self.median(ages)
        result.shareFreedAtOnce = shareFreedAtOnce(samples)
        if growth.isComplete(samples, sites: sites) { result.bytesInUse = bytesInUse(samples) }
        return result
    }

    private static func median(_ ages: [(age: Double, bytes: Double)]) -> Double? {
        let half = ages.reduce(0) { $0 + $1.bytes } / 2
        var sum = 0.0
        return ages.first { entry in
            sum += entry.bytes
            return sum >= half
        }?.age
    }

    /// What is still young may yet be freed at once, so it counts for neither.
    private func shareFreedAtOnce(_ samples: [Sample]) -> Double? {
        let old = samples.filter { $0.freedTime != nil || profile.duration - $0.allocatedTime > Lifetimes.atOnce }
        guard old.count >= Self.leastSamples else { return nil }
        let all = old.reduce(0) { $0 + $1.bytes }
        let short = old.reduce(0) { sum, sample in
            let isShort = sample.freedTime.map { $0 - sample.allocatedTime <= Lifetimes.atOnce } ?? false
            return isShort ? sum + sample.bytes : sum
        }
        return all > 0 ? short / all : nil
    }

    private func bytesInUse(_ samples: [Sample]) -> [Double] {
        guard profile.duration > 0, samples.count >= Self.leastSamples else { return [] }
        var changes = [Double](repeating: 0, count: Lifetimes.windows + 1)
        for sample in samples {
            changes[window(after: sample.allocatedTime)] += sample.bytes
            if let freed = sample.freedTime { changes[window(after: freed)] -= sample.bytes }
        }
        var sum = 0.0
        return changes.prefix(Lifetimes.windows).map { change in
            sum += change
            return max(0, sum)
        }
    }

    /// The first of the moments at or after a time.
    private func window(after time: Double) -> Int {
        let part = (time / profile.duration * Double(Lifetimes.windows)).rounded(.up) - 1
        return part.isFinite ? Int(min(max(0, part), Double(Lifetimes.windows))) : 0
    }
}

extension Sample {
    fileprivate var bytes: Double { weight * Double(size) }
}
