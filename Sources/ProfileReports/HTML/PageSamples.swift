internal import Profiles

/// Sampled blocks as columns: all that are live and the latest of the freed, or an even part of them where there are
/// very many.
struct PageSamples: Encodable {
    private let row: PageColumn<Int32>
    /// Seconds after the start.
    private let from: PageColumn<Float>
    /// Seconds after the start; -1 while live.
    private let to: PageColumn<Float>
    private let size: PageColumn<Double>
    /// How many objects each stands for.
    private let weight: PageColumn<Float>
    /// Whether these are all that were ever taken.
    private let isComplete: Bool

    static let most = 150_000

    init(_ profile: HeapProfile, rowOfSite: [Int32]) {
        let live = profile.samples.indices.filter { profile.samples[$0].freedTime == nil }
        let freed = profile.samples.indices.filter { profile.samples[$0].freedTime != nil }
            .sorted { (profile.samples[$0].freedTime ?? 0) > (profile.samples[$1].freedTime ?? 0) }
        // Of the live ones every so-manieth, each standing for the others.
        let step = max(1, (live.count + Self.most - 1) / Self.most)
        let kept = stride(from: 0, to: live.count, by: step).map { live[$0] }
        let chosen = (kept + freed.prefix(step > 1 ? 0 : Self.most - kept.count)).filter { number in
            let site = profile.samples[number].site
            return rowOfSite.indices.contains(site) && rowOfSite[site] >= 0
        }
        // Not copied: the service whose memory is shown holds them while it answers.
        let samples = chosen.lazy.map { profile.samples[$0] }
        row = PageColumn(samples.map { rowOfSite[$0.site] })
        from = PageColumn(samples.map { Float($0.allocatedTime) })
        to = PageColumn(samples.map { Float($0.freedTime ?? -1) })
        size = PageColumn(samples.map { Double($0.size) })
        weight = PageColumn(samples.map { Float($0.weight * Double($0.freedTime == nil ? step : 1)) })
        isComplete = step == 1 && samples.count >= profile.sites.reduce(0) { $0 + $1.allocated.samples }
    }
}
