import Profiles
import Testing

@testable import ProfileReports

/// Ages, churn and memory over time, of samples whose times are known.
struct LifetimeTests {
    /// A run of 12 s; a sample's size is its bytes.
    private func profile(_ samples: [(size: Int, from: Double, to: Double?)], forgotten: Int = 0) -> HeapProfile {
        let live = samples.count { $0.to == nil }
        let usage = { (samples: Int) in
            Usage(
                objects: Estimate(value: Double(samples), samples: samples),
                bytes: Estimate(value: 1, samples: samples)
            )
        }
        return HeapProfile(
            duration: 12,
            locations: [Location(address: 1, frames: [Frame(function: "make()")])],
            sites: [
                Site(stack: [0], inUse: usage(live), allocated: usage(samples.count + forgotten), type: "App.Thing")
            ],
            samples: samples.map {
                Sample(address: 1, size: $0.size, weight: 1, site: 0, allocatedTime: $0.from, freedTime: $0.to)
            }
        )
    }

    private func lifetimes(_ profile: HeapProfile) -> Lifetimes {
        LifetimeMeasure(profile).lifetimes(ofSites: [0])
    }

    @Test func agesAreWeightedByBytes() {
        let result = lifetimes(profile([(100, 2, nil), (10, 4, nil), (10, 6, nil), (500, 0, 1)]))
        #expect(result.medianAge == 10)
        #expect(result.oldestAge == 10)
        #expect(result.samples == 4)
    }

    @Test func agesAreUnknownWhereNothingIsInUse() {
        let result = lifetimes(profile([(100, 2, 3)]))
        #expect(result.medianAge == nil)
        #expect(result.oldestAge == nil)
    }

    @Test func freedAtOnceCountsBytes() {
        let brief = (0..<6).map { (size: 100, from: Double($0), to: Double($0) + 0.009) as (Int, Double, Double?) }
        let long = [(100, 1, 1.02), (100, 1, nil)] as [(Int, Double, Double?)]
        // The last may yet be freed at once.
        let young = [(5000, 11.995, nil)] as [(Int, Double, Double?)]
        #expect(lifetimes(profile(brief + long + young)).shareFreedAtOnce == 0.75)
        #expect(lifetimes(profile(brief)).shareFreedAtOnce == nil, "six samples tell nothing")
    }

    @Test func memoryOverTimeFollowsAllocationsAndFrees() {
        let steps = (0..<8).map { (size: 10, from: Double($0) + 0.5, to: nil) as (Int, Double, Double?) }
        let result = lifetimes(profile(steps + [(100, 2.5, 4.5)]))
        #expect(result.bytesInUse == [10, 20, 130, 140, 50, 60, 70, 80, 80, 80, 80, 80])
    }

    @Test func memoryOverTimeIsUnknownWhereFreedSamplesAreForgotten() {
        let steps = (0..<8).map { (size: 10, from: Double($0), to: nil) as (Int, Double, Double?) }
        #expect(lifetimes(profile(steps, forgotten: 5)).bytesInUse.isEmpty)
    }

    @Test func typesCarryTheirLifetimes() {
        let steps = (0..<8).map { (size: 10, from: Double($0), to: nil) as (Int, Double, Double?) }
        let report = HeapReport(profile(steps))
        #expect(report.types.map(\.name) == ["App.Thing"])
        #expect(report.types.first?.lifetimes.oldestAge == 12)
        #expect(report.sites.first?.lifetimes.samples == 8)
        #expect(report.lines.first?.type == "App.Thing")
    }
}
