import Damage
import Foundation
import Profiles
import Randomness
import Testing

@testable import ProfileReports

struct DiffTests {
    private func diff(_ before: HeapProfile, _ after: HeapProfile) -> HeapDiff {
        HeapDiff(
            before: HeapReport(before),
            after: HeapReport(after),
            isSameBuild: HeapDiff.isSameBuild(before, after)
        )
    }

    private func text(_ diff: HeapDiff) -> [String] {
        TerminalDiff(TerminalReport.Options(width: 200)).text(diff).split(separator: "\n").map(String.init)
    }

    @Test func ofTheSameProfileIsNothing() {
        let diff = diff(SyntheticProfile.make(), SyntheticProfile.make())
        #expect(diff.sites.allSatisfy { $0.change == 0 && !$0.isBeyondChance })
        #expect(text(diff).first == "Nothing grew or shrank beyond chance.")
    }

    @Test func plantedGrowthIsTheFirstLine() {
        var after = SyntheticProfile.make()
        after.sites[3].inUse = after.sites[0].inUse
        let diff = diff(SyntheticProfile.make(), after)
        #expect(text(diff).first?.hasPrefix("Cache.init(_:) holds 24.0 MiB more (95 % interval ") == true)
        #expect(diff.sites.first?.name.frame?.line == 7)
        #expect(diff.sites.count(where: \.isBeyondChance) == 1)
        #expect(self.diff(after, SyntheticProfile.make()).sites.last?.isBeyondChance == true)
    }

    @Test func ofAnotherBuildLinesMayHaveMoved() {
        var before = SyntheticProfile.make()
        var after = before
        before.images[0].buildID = [1]
        after.images[0].buildID = [2]
        after.locations[2].frames[0].line = 70
        let moved = diff(before, after)
        #expect(moved.sites.allSatisfy { $0.change == 0 })
        #expect(moved.sites.contains { $0.name.frame?.line == 70 })
        after.images[0].buildID = [1]
        #expect(diff(before, after).sites.contains { $0.change < 0 })
    }

    /// Two runs of the same work, sampled differently: one diff in a thousand may name a change.
    @Test func chanceIsHardlyEverTakenForAChange() {
        var generator = SeededGenerator(seed: 7)
        var alarms = 0
        for _ in 0..<200 {
            var profiles = [SyntheticProfile.make(), SyntheticProfile.make()]
            for index in profiles.indices {
                profiles[index].sites = (0..<60).map { number in
                    // 1 to 60 samples on average of 512 KiB.
                    let samples = poisson(Double(number + 1), using: &generator)
                    let bytes = Double(samples) * 524_288
                    profiles[index].locations.append(
                        Location(address: 0, frames: [Frame(function: "f\(number)()", file: "/f.swift", line: number)])
                    )
                    let estimate = Estimate(value: bytes, variance: bytes * 524_288, samples: samples)
                    let usage = Usage(objects: estimate, bytes: estimate)
                    return Site(stack: [profiles[index].locations.count - 1], inUse: usage, allocated: usage)
                }
            }
            if diff(profiles[0], profiles[1]).sites.contains(where: \.isBeyondChance) { alarms += 1 }
        }
        #expect(alarms <= 2)
    }

    private func poisson(_ mean: Double, using generator: inout SeededGenerator) -> Int {
        var count = 0
        var product = Double.random(in: 0..<1, using: &generator)
        while product > exp(-mean) {
            product *= Double.random(in: 0..<1, using: &generator)
            count += 1
        }
        return count
    }

    @Test func jsonSaysTheSame() throws {
        var after = SyntheticProfile.make()
        after.sites[3].inUse = after.sites[0].inUse
        let bytes = try JSONDiff().bytes(diff(SyntheticProfile.make(), after))
        let json = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        #expect(json.keys.sorted() == ["after", "before", "findings", "sites", "types"])
        let first = try #require((json["sites"] as? [[String: Any]])?.first)
        #expect(
            first.keys.sorted() == [
                "afterBytes", "afterObjects", "beforeBytes", "beforeObjects", "beyondChance", "changeBytes",
                "changeInterval", "file", "function", "line", "type",
            ]
        )
        #expect(first["changeBytes"] as? Int == 24 << 20)
        #expect(first["beyondChance"] as? Bool == true)
    }

    @Test func namesDoNoHarmToThePage() {
        var profile = SyntheticProfile.make()
        profile.locations[1].frames = [Frame(function: "</td><script>\"x\"", file: "/<b>.swift", line: 1)]
        profile.sites[0].type = "A<B & \"C\">"
        let page = String(decoding: HTMLDiff().bytes(diff(SyntheticProfile.make(), profile)), as: UTF8.self)
        #expect(!page.contains("<script"))
        #expect(!page.contains("<b>"))
        #expect(page.contains("&lt;/td&gt;&lt;script&gt;") || page.contains("&lt;/td>&lt;script>"))
    }
}
