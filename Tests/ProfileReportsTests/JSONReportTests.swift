import Foundation
import Profiles
import Testing

@testable import ProfileReports

struct JSONReportTests {
    private func object(_ profile: HeapProfile, facts: RunFacts = RunFacts()) throws -> [String: Any] {
        let bytes = try JSONReport().bytes(HeapReport(profile, facts: facts))
        return try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    @Test func theKeysAreThoseDocumented() throws {
        let json = try object(SyntheticProfile.make())
        #expect(
            json.keys.sorted() == [
                "allocatedBytes", "allocations", "cpu", "cpuSeconds", "deallocations", "estimated", "exit", "findings",
                "imagesWithoutSymbols", "labels", "leaks", "liveBytes", "liveBytesExact", "liveObjects", "memoryLimit",
                "otherStacks",
                "peakLiveBytes", "peakLiveSeconds", "peakResidentBytes", "program", "recording", "samples",
                "samplingInterval", "seconds", "sites", "summarySeconds", "timeline", "types", "warnings",
            ]
        )
        let site = try #require((json["sites"] as? [[String: Any]])?.first)
        #expect(
            site.keys.sorted() == [
                "allocatedBytes", "allocatedBytesInterval", "allocatedObjects", "frames", "freedAtOnceShare",
                "growthBytesPerSecond", "growthInterval", "liveBytes", "liveBytesByTime", "liveBytesInterval",
                "liveObjects", "liveSamples", "medianAgeSeconds", "oldestAgeSeconds", "peakBytes", "peakObjects",
                "samples", "threads", "type",
            ]
        )
        let frame = try #require((site["frames"] as? [[String: Any]])?.first)
        #expect(frame.keys.sorted() == ["file", "function", "line", "origin"])
    }

    @Test func whatIsUnknownIsNull() throws {
        let json = try object(SyntheticProfile.make())
        for key in ["exit", "cpuSeconds", "recording", "memoryLimit", "summarySeconds"] {
            #expect(json[key] is NSNull, "\(key)")
        }
    }

    @Test func theRunsFactsAreGiven() throws {
        let facts = RunFacts(
            exit: ProgramExit(.status(3)),
            seconds: 20.5,
            cpuSeconds: 1.25,
            peakResidentBytes: 912_345_678,
            recording: "/tmp/a.trimtab"
        )
        let json = try object(SyntheticProfile.make(), facts: facts)
        let exit = try #require(json["exit"] as? [String: Any])
        #expect(exit.keys.sorted() == ["oomKilled", "status"])
        #expect(exit["status"] as? Int == 3)
        #expect(exit["oomKilled"] as? Bool == false)
        #expect(json["seconds"] as? Double == 20.5)
        #expect(json["cpuSeconds"] as? Double == 1.25)
        #expect(json["peakResidentBytes"] as? Int == 912_345_678)
        #expect(json["recording"] as? String == "/tmp/a.trimtab")
    }

    @Test func aSignalStandsInPlaceOfTheStatus() throws {
        let facts = RunFacts(exit: ProgramExit(.signal(9), isOutOfMemoryKill: true))
        let exit = try #require(try object(SyntheticProfile.make(), facts: facts)["exit"] as? [String: Any])
        #expect(exit.keys.sorted() == ["oomKilled", "signal"])
        #expect(exit["signal"] as? Int == 9)
        #expect(exit["oomKilled"] as? Bool == true)
    }

    @Test func sitesAreSortedByLiveThenAllocatedBytes() throws {
        let sites = try #require(try object(SyntheticProfile.make())["sites"] as? [[String: Any]])
        let sizes = try sites.map { try #require($0["liveBytes"] as? Int) }
        #expect(sizes == sizes.sorted(by: >))
        #expect(sizes.first == 40 << 20)
    }

    @Test func framesComeInnermostFirst() throws {
        let sites = try #require(try object(SyntheticProfile.make())["sites"] as? [[String: Any]])
        let frames = try #require(sites[0]["frames"] as? [[String: Any]])
        #expect(
            frames.map { $0["function"] as? String } == [
                "swift_slowAlloc", "swift_allocObject", "SessionStore.archive(_:)", "Server.handle(_:)",
            ]
        )
        #expect(frames[2]["file"] as? String == "/home/dev/orders/Sources/SessionStore.swift")
        #expect(frames[2]["line"] as? Int == 41)
        #expect(frames[0]["file"] is NSNull)
    }

    @Test func intervalsEncloseTheirEstimates() throws {
        let sites = try #require(try object(SyntheticProfile.make())["sites"] as? [[String: Any]])
        let interval = try #require(sites[0]["liveBytesInterval"] as? [Int])
        #expect(interval[0] < 40 << 20)
        #expect(interval[1] > 40 << 20)
    }

    @Test func typesAreEmptyUntilSitesHaveThem() throws {
        var profile = SyntheticProfile.make()
        #expect((try object(profile)["types"] as? [Any])?.isEmpty == true)
        profile.sites[0].type = "Orders.Session"
        let types = try #require(try object(profile)["types"] as? [[String: Any]])
        #expect(types.count == 1)
        #expect(types[0]["name"] as? String == "Orders.Session")
        #expect(types[0]["liveBytes"] as? Int == 30 << 20)
    }

    @Test func theSmallestOfVeryManyStacksAreOneEntryTogether() throws {
        var profile = SyntheticProfile.make()
        let site = profile.sites[0]
        let count = JSONSites.most + 500
        profile.locations = (0..<count).map { number in
            Location(address: UInt64(number), image: 0, frames: [Frame(function: "function \"\(number)\"")])
        }
        profile.sites = (0..<count).map { number in
            var copy = site
            copy.stack = [number]
            return copy
        }
        profile.samples = []
        let json = try object(profile)
        #expect(json["otherStacks"] as? Int == 500)
        let sites = try #require(json["sites"] as? [[String: Any]])
        #expect(sites.count == JSONSites.most + 1)
        #expect((sites.last?["frames"] as? [Any])?.isEmpty == true)
        let whole = try #require((json["estimated"] as? [String: Any])?["allocatedBytes"] as? Int)
        #expect(sites.reduce(0) { $0 + ($1["allocatedBytes"] as? Int ?? 0) } == whole)
    }

    @Test func anEmptyProfileGivesValidJSON() throws {
        let json = try object(HeapProfile())
        #expect(json["allocations"] as? Int == 0)
        #expect((json["sites"] as? [Any])?.isEmpty == true)
        #expect(json["peakResidentBytes"] is NSNull)
    }

    @Test func aNumberThatJSONCannotHoldIsAnError() {
        let facts = RunFacts(cpuSeconds: .infinity)
        #expect(throws: JSONReport.EncodingFailure.self) {
            try JSONReport().bytes(HeapReport(HeapProfile(), facts: facts))
        }
    }
}
