import Foundation
import Profiles
import Testing

@testable import ProfileReports

/// The page as a file; scripts/peers/check-page.sh opens it in a browser.
struct HTMLReportTests {
    private func page(_ profile: HeapProfile) throws -> String {
        let bytes = try HTMLReport().bytes(HeapReport(profile), of: profile)
        return try #require(String(validating: bytes, as: UTF8.self))
    }

    @Test func fetchesNothing() throws {
        let page = try page(SyntheticProfile.make())
        #expect(page.hasPrefix("<!doctype html>"))
        for mark in ["http://", "https://", "src=", "@import", "url("] {
            let found = page.ranges(of: mark).map { page[$0.lowerBound...].prefix(40) }
            // The name of a namespace is no address.
            #expect(found.allSatisfy { $0.hasPrefix("http://www.w3.org/2000/svg") }, "\(found)")
        }
        for mark in ["title", "style", "body", "data", "script"] { #expect(!page.contains("{{\(mark)}}")) }
    }

    @Test func itsSumsAreThoseOfTheReport() throws {
        let profile = SyntheticProfile.make()
        let report = HeapReport(profile)
        let rows = try #require(try pageData(page(profile))["rows"] as? [String: Any])
        for (name, measure) in [("inUse", \SiteUse.inUse), ("allocated", \.allocated), ("peak", \.atPeak)] {
            let columns = try #require(rows[name] as? [String: [Double]])
            #expect(columns["bytes"]?.reduce(0, +) == Double(report.estimated[keyPath: measure].bytes.count))
            #expect(columns["objects"]?.reduce(0, +) == Double(report.estimated[keyPath: measure].objects.count))
            #expect(columns["samples"]?.reduce(0, +) == Double(report.estimated[keyPath: measure].samples))
        }
    }

    @Test func rowsHaveTheReasonsOfTheirSites() throws {
        let profile = SyntheticProfile.make()
        let helped = StaticReason(reason: "a closure escapes", hint: "do not store it")
        let reasons = [0: helped, 1: helped, 2: StaticReason(reason: "an instance is made")]
        let report = HeapReport(profile)
        let page = try String(decoding: HTMLReport().bytes(report, of: profile, reasons: reasons), as: UTF8.self)
        let data = try pageData(page)
        let texts = try #require(data["reasons"] as? [[String: Any]])
        #expect(Set(texts.compactMap { $0["text"] as? String }) == ["a closure escapes", "an instance is made"])
        #expect(texts.compactMap { $0["hint"] as? String } == ["do not store it"])
        let column = try #require((data["rows"] as? [String: Any])?["reason"] as? [Int])
        #expect(column.filter { $0 >= 0 }.count == 3)
        #expect(Set(column) == [-1, 0, 1])
    }

    /// Beyond so many stacks the smallest are one row for each line, and the sums stay.
    @Test func veryManyStacksKeepTheirSums() throws {
        var profile = SyntheticProfile.make()
        let site = profile.sites[3]
        for number in 0..<PageRows.most + 500 {
            profile.locations.append(Location(address: UInt64(0x10_0000 + number), image: 0))
            var copy = site
            copy.stack = [0, 2, profile.locations.count - 1]
            profile.sites.append(copy)
        }
        let report = HeapReport(profile)
        let data = try pageData(page(profile))
        let rows = try #require(data["rows"] as? [String: Any])
        let inUse = try #require(rows["inUse"] as? [String: [Double]])
        #expect(inUse["bytes"]?.reduce(0, +) == Double(report.estimated.inUse.bytes.count))
        #expect(try #require(inUse["bytes"]).count < PageRows.most + 10)
    }

    @Test(arguments: [
        "</script><script>alert(1)</script>", "<!--", "\"quoted\" & 'single' <b>", "👩‍👩‍👧 \u{202e}right to left",
        String(repeating: "x", count: 4000), "line\u{2028}break\nnew\0nul",
    ])
    func namesDoNoHarm(name: String) throws {
        var profile = SyntheticProfile.make()
        profile.program.path = "/bin/\(name)"
        profile.locations[1].frames = [Frame(function: name, file: "/src/\(name).swift", line: 1)]
        profile.sites[0].type = name
        profile.threads[0].name = name
        let page = try page(profile)
        #expect(page.ranges(of: "<script").count == 2)
        #expect(page.ranges(of: "</script>").count == 2)
        #expect(!page.contains("<!--"))
        let functions = try #require(try pageData(page)["functions"] as? [[String: Any]])
        #expect(functions.contains { $0["full"] as? String == DisplayWidth.printable(name) })
    }

    @Test func anEmptyProfileIsAPage() throws {
        let data = try pageData(page(HeapProfile()))
        #expect((data["lines"] as? [Any])?.isEmpty == true)
    }
}
