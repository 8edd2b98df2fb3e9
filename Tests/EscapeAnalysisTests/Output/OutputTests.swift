import EscapeAnalysis
import Foundation
import Profiles
import Testing

struct OutputTests {
    private static let finding = EscapeFinding(
        module: "App",
        function: "Orders.load(_:)",
        mangledName: "$s3App6OrdersV4loadyySiF",
        state: .heap,
        kind: .capturedVariable,
        type: "Int",
        subject: "count",
        position: SourcePosition(file: "Sources/App/Some Orders.swift", line: 40, column: 7),
        bytes: 24
    )

    private func report(_ findings: [EscapeFinding] = [finding], toolchain: String = "Swift 6.3.1") -> EscapeReport {
        EscapeReport(toolchain: toolchain, package: "/p", isOptimized: true, findings: findings)
    }

    @Test func linesSayWhereWhatAndWhy() {
        #expect(
            EscapeText().line(Self.finding)
                == "Sources/App/Some Orders.swift:40:7: heap: captured variable 'count' of type Int is boxed because the "
                + "closure escapes (24 B) [box]"
        )
    }

    @Test func everyKindHasItsTextAndItsPage() {
        for kind in AllocationKind.allCases {
            #expect(!kind.title.isEmpty)
            #expect(!kind.hint.isEmpty)
            #expect(!kind.documentationPage.isEmpty)
        }
        #expect(Set(AllocationKind.allCases.map(\.documentationPage)).count == AllocationKind.allCases.count)
    }

    @Test func jsonIsReadAgain() throws {
        let bytes = try EscapeJSON().bytes(report())
        #expect(try EscapeJSON().report(from: Data(bytes), name: "x") == report())
        let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        let finding = try #require((object?["findings"] as? [[String: Any]])?.first)
        #expect(finding["reason"] as? String == Self.finding.reason)
        #expect(finding["documentation"] as? String == "CapturedVariables")
    }

    @Test func movedLinesAreNotNew() throws {
        let baseline = try EscapeBaseline(Data(EscapeBaseline(report()).bytes()), name: "b")
        var moved = Self.finding
        moved.position?.line = 99
        #expect(try baseline.new(in: report([moved]), acceptsOtherToolchain: false).isEmpty)
    }

    @Test func oneMoreOfTheSameIsNew() throws {
        let baseline = EscapeBaseline(report())
        var second = Self.finding
        second.position?.line = 99
        #expect(try baseline.new(in: report([Self.finding, second]), acceptsOtherToolchain: false) == [second])
    }

    @Test(arguments: [AllocationState.stack, .static]) func whatDoesNotAllocateIsNeverNew(state: AllocationState) throws
    {
        var other = Self.finding
        other.state = state
        other.type = "Other"
        #expect(try EscapeBaseline(report()).new(in: report([other]), acceptsOtherToolchain: false).isEmpty)
    }

    @Test func anotherToolchainIsRefusedUnlessAskedFor() throws {
        let baseline = EscapeBaseline(report())
        let other = report(toolchain: "Swift 6.4")
        let error = #expect(throws: EscapeError.self) { try baseline.new(in: other, acceptsOtherToolchain: false) }
        #expect(error?.code == .wrongToolchain)
        #expect(error?.description.contains("6.3.1") == true)
        #expect(try baseline.new(in: other, acceptsOtherToolchain: true).isEmpty)
    }

    @Test(arguments: ["", "{}", "[1]", "{\"version\": 1, \"entries\": [{}]}"]) func otherFilesAreNoBaseline(
        text: String
    ) {
        let error = #expect(throws: EscapeError.self) { try EscapeBaseline(Data(text.utf8), name: "b.json") }
        #expect(error?.code == .damaged)
        #expect(error?.description.contains("b.json") == true)
    }

    @Test func sarifHasRulesResultsAndRelativePlaces() throws {
        let bytes = try EscapeSARIF(version: "1.0").bytes(report())
        let log = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        #expect(log["version"] as? String == "2.1.0")
        let run = try #require((log["runs"] as? [[String: Any]])?.first)
        let result = try #require((run["results"] as? [[String: Any]])?.first)
        #expect(result["ruleId"] as? String == "box")
        let location = try #require((result["locations"] as? [[String: Any]])?.first)
        let place = try #require(location["physicalLocation"] as? [String: Any])
        let artifact = try #require(place["artifactLocation"] as? [String: Any])
        #expect(artifact["uri"] as? String == "Sources/App/Some%20Orders.swift")
        #expect(artifact["uriBaseId"] as? String == "SRCROOT")
    }

    @Test func aProfileAddsBytesAndOrders() throws {
        var other = Self.finding
        other.position = SourcePosition(file: "Sources/App/A.swift", line: 1, column: 1)
        var report = report([other, Self.finding])
        var profile = HeapProfile()
        let frame = { (file: String, line: Int) in
            Frame(function: "f", mangledName: "$s3App1fyyF", file: file, line: line, origin: .application)
        }
        profile.locations = [
            Location(address: 1, frames: [frame("/elsewhere/Sources/App/Some Orders.swift", 40)]),
            Location(address: 2, frames: [frame("/elsewhere/Sources/App/Some Orders.swift", 41)]),
            Location(address: 3, frames: [frame("/elsewhere/Other.swift", 40)]),
        ]
        profile.sites = (0..<3).map { index in
            let bytes = Estimate(value: [1000, 100, 10][index])
            return Site(stack: [index], allocated: Usage(objects: Estimate(value: 2), bytes: bytes))
        }
        let match = report.measure(by: profile)
        #expect(match.matchedBytes == 1000)
        #expect(match.unmatchedBytes == 100)
        #expect(match.foreignBytes == 10)
        #expect(report.findings.first?.position?.line == 40)
        #expect(report.findings.first?.measured?.allocations == 2)
    }
}
