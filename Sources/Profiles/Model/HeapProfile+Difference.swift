internal import struct Foundation.Date

extension HeapProfile {
    private struct Key: Hashable {
        /// Addresses, so that the order in which two profiles of a process met them does not matter.
        let stack: [UInt64]
        let thread: String?
        let labels: [String: String]
    }

    /// What changed since an earlier profile of the same process: what was allocated meanwhile, and by how much more is in use,
    /// which is negative where it is less.
    ///
    /// Exact totals are those of the time between. There are no peaks, samples and timeline in it.
    package func difference(from earlier: HeapProfile) -> HeapProfile {
        var result = self
        result.start = start.map { $0.addingTimeInterval(earlier.duration) }
        result.duration = max(0, duration - earlier.duration)
        result.totals.allocations -= earlier.totals.allocations
        result.totals.deallocations -= earlier.totals.deallocations
        result.totals.allocatedBytes -= earlier.totals.allocatedBytes
        result.totals.liveBytes -= earlier.totals.liveBytes
        result.timeline = []
        result.samples = []
        var before = earlier.uses
        result.sites = []
        for (key, use) in uses.sorted(by: { $0.value.site < $1.value.site }) {
            var site = sites[use.site]
            let old = before.removeValue(forKey: key)
            site.inUse = Self.difference(use.inUse, old?.inUse)
            site.allocated = Self.difference(use.allocated, old?.allocated)
            site.atPeak = Usage()
            if site.inUse.bytes.count != 0 || site.allocated.bytes.count != 0 { result.sites.append(site) }
        }
        return result
    }

    private typealias Use = (site: Int, inUse: Usage, allocated: Usage)

    /// What sites use that cannot be told apart from one profile to the next: types may become known in between.
    private var uses: [Key: Use] {
        var uses: [Key: Use] = [:]
        for (number, site) in sites.enumerated() {
            let key = Key(
                stack: site.stack.map { locations.indices.contains($0) ? locations[$0].address : 0 },
                thread: site.thread.flatMap { threads.indices.contains($0) ? "\(threads[$0].id)" : nil },
                labels: site.labels
            )
            var use = uses[key] ?? (number, Usage(), Usage())
            use.inUse += site.inUse
            use.allocated += site.allocated
            uses[key] = use
        }
        return uses
    }

    private static func difference(_ later: Usage, _ earlier: Usage?) -> Usage {
        guard let earlier else { return later }
        return Usage(
            objects: difference(later.objects, earlier.objects),
            bytes: difference(later.bytes, earlier.bytes)
        )
    }

    /// Samples are counted that came; where some went, the variance stays that of what is left.
    private static func difference(_ later: Estimate, _ earlier: Estimate) -> Estimate {
        Estimate(
            value: later.value - earlier.value,
            variance: max(0, later.variance - earlier.variance),
            samples: max(0, later.samples - earlier.samples)
        )
    }
}
