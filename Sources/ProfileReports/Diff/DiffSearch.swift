internal import Foundation
internal import Profiles

/// Compares named amounts of two reports.
struct DiffSearch {
    private let intervals: (before: Double, after: Double)

    /// How often, with no change at all, some entry is called one.
    private static let falseAlarms = 0.001

    init(_ before: HeapReport, _ after: HeapReport) {
        intervals = (Double(before.samplingInterval), Double(after.samplingInterval))
    }

    func entries(
        _ before: [(name: DiffEntry.Name, use: SiteUse)],
        _ after: [(name: DiffEntry.Name, use: SiteUse)],
        key: (DiffEntry.Name) -> String
    ) -> [DiffEntry] {
        var entries: [String: DiffEntry] = [:]
        for (name, use) in before { entries[key(name), default: DiffEntry(name: name)].before += use.inUse }
        for (name, use) in after {
            // Names and lines are shown as they are now.
            entries[key(name), default: DiffEntry(name: name)].name = name
            entries[key(name), default: DiffEntry(name: name)].after += use.inUse
        }
        let compared = entries.values.filter { $0.before.bytes.count != 0 || $0.after.bytes.count != 0 }
        let limit = Self.deviations(comparisons: compared.count)
        return compared.map { entry in
            var entry = entry
            let variance = variance(entry.before, intervals.before) + variance(entry.after, intervals.after)
            let deviation = variance.squareRoot()
            let change = entry.after.bytes.estimate.value - entry.before.bytes.estimate.value
            entry.interval95 = change - 1.96 * deviation...change + 1.96 * deviation
            entry.isBeyondChance =
                entry.change != 0 && abs(change) > limit * deviation
                && !isChanceOfFewSamples(entry, comparisons: compared.count)
            return entry
        }.sorted { Self.comesFirst($0, $1) }
    }

    /// Of a profile that does not tell: each sample stands for about one interval.
    private func variance(_ measure: Measure, _ interval: Double) -> Double {
        let estimate = measure.bytes.estimate
        if estimate.variance > 0 || interval <= 1 { return max(0, estimate.variance) }
        return max(0, estimate.value) * interval
    }

    /// Whether as many more samples on one side are no wonder. A block that both runs had and that is sampled with
    /// probability p, when it was sampled at all, was sampled in a given one alone with probability (1 - p) / (2 - p). The
    /// deviation does not tell that for few samples, for it is estimated from those that were seen.
    private func isChanceOfFewSamples(_ entry: DiffEntry, comparisons: Int) -> Bool {
        guard intervals.before == intervals.after else { return false }
        let more = max(entry.before.samples, entry.after.samples)
        let objects = max(entry.before.objects.estimate.value, entry.after.objects.estimate.value)
        guard more > 0, objects > 0 else { return false }
        let probability = min(1, Double(more) / objects)
        let alone = (1 - probability) / (2 - probability)
        let difference = Double(abs(entry.after.samples - entry.before.samples))
        return 2 * pow(alone, difference) > Self.falseAlarms / Double(max(1, comparisons))
    }

    private static func comesFirst(_ one: DiffEntry, _ other: DiffEntry) -> Bool {
        let rank = { (entry: DiffEntry) in entry.isBeyondChance ? (entry.change > 0 ? 0 : 2) : 1 }
        if rank(one) != rank(other) { return rank(one) < rank(other) }
        if one.change != other.change { return one.change > other.change }
        return (one.name.frame?.function ?? one.name.type ?? "") < (other.name.frame?.function ?? other.name.type ?? "")
    }

    /// How many standard deviations a change must have, so that among so many none has them by chance (Bonferroni).
    private static func deviations(comparisons: Int) -> Double {
        upperNormalQuantile(falseAlarms / 2 / Double(max(1, comparisons)))
    }
}
