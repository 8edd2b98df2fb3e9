import Testing

@testable import Profiles

@Suite struct DifferenceTests {
    private func usage(_ bytes: Double, samples: Int) -> Usage {
        Usage(
            objects: Estimate(value: Double(samples), samples: samples),
            bytes: Estimate(value: bytes, variance: bytes, samples: samples)
        )
    }

    /// - Parameter order: Of the addresses: what one profile met first the other may have met last.
    private func profile(_ sites: [(stack: [UInt64], type: String?, bytes: Double)], order: [UInt64]) -> HeapProfile {
        HeapProfile(
            duration: Double(sites.count),
            totals: Totals(allocations: sites.count * 10, allocatedBytes: sites.count * 1000),
            threads: [ProfiledThread(name: "main", id: 7)],
            locations: order.map { Location(address: $0) },
            sites: sites.map { site in
                Site(
                    stack: site.stack.compactMap { order.firstIndex(of: $0) },
                    thread: 0,
                    inUse: usage(site.bytes, samples: 2),
                    allocated: usage(site.bytes * 2, samples: 4),
                    type: site.type
                )
            }
        )
    }

    @Test func tellsGrowthShrinkingAndNewSitesByAddresses() {
        let before = profile([([1, 2], nil, 100), ([3], "A", 500), ([4], nil, 7)], order: [4, 3, 2, 1])
        let after = profile(
            [([1, 2], nil, 150), ([3], "A", 200), ([4], nil, 7), ([5, 2], nil, 60)],
            order: [1, 2, 3, 4, 5]
        )
        let difference = after.difference(from: before)
        let changes = Dictionary(
            uniqueKeysWithValues: difference.sites.map { site in
                (site.stack.map { difference.locations[$0].address }, site.inUse.bytes.count)
            }
        )
        #expect(changes == [[1, 2]: 50, [3]: -300, [5, 2]: 60])
        #expect(difference.totals.allocations == 10)
        #expect(difference.duration == 1)
    }

    @Test func aTypeThatBecameKnownIsNoChange() {
        let before = profile([([1], nil, 100)], order: [1])
        let after = profile([([1], "A", 60), ([1], nil, 40)], order: [1])
        #expect(after.difference(from: before).sites.isEmpty)
    }

    @Test func aProfileHasNothingNewAgainstItself() {
        let one = profile([([1, 2], nil, 100), ([3], "A", 500)], order: [1, 2, 3])
        #expect(one.difference(from: one).sites.isEmpty)
    }
}
