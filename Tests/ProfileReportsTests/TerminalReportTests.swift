import Foundation
import Profiles
import Testing

@testable import ProfileReports

struct TerminalReportTests {
    private func text(
        _ profile: HeapProfile = SyntheticProfile.make(),
        facts: RunFacts = RunFacts(exit: ProgramExit(.status(0))),
        options: TerminalReport.Options = .init(currentDirectory: "/home/dev/orders")
    ) -> String {
        TerminalReport(options).text(HeapReport(profile, facts: facts))
    }

    @Test func theLeaksLineIsTheFirstFinding() throws {
        let lines = text().split(separator: "\n")
        let title = try #require(lines.firstIndex(of: "FINDINGS"))
        #expect(
            lines[title + 1].hasPrefix("  1. SessionStore.archive(_:) holds 41.0 MiB (87 % of live heap, 95 % interval")
        )
        let finding = lines[(title + 1)...].prefix { !$0.hasPrefix("  2.") }.map { $0.drop { $0 == " " } }
        #expect(finding.joined(separator: " ").contains("grows 2.0 MiB/s"))
        #expect(finding.joined(separator: " ").contains("none of it was freed."))
        #expect(finding.last == "Sources/SessionStore.swift:41")
    }

    @Test func theHeaderNamesProgramTimeAndEnd() {
        let facts = RunFacts(exit: ProgramExit(.signal(11)), seconds: 20.1, cpuSeconds: 3.5)
        let header = text(facts: facts).prefix { $0 != "\n" }
        #expect(header == "orders  pid 4242, 20.1 s, CPU 3.50 s, killed by signal 11 (SIGSEGV)")
    }

    @Test func exactTotalsStandAtTheTop() {
        let report = text()
        #expect(report.contains("Allocations      12,345,678 (617,283/s)"))
        #expect(report.contains("Live at end      48.0 MiB in 47,111 objects"))
        #expect(report.contains("Peak live        50.0 MiB at 19.5 s"))
        #expect(report.contains("Resident at end  100.0 MiB, 52.0 MiB of it beyond live (allocator, code)"))
    }

    @Test func theTablesShowShareBytesIntervalAndSamples() throws {
        let lines = text().split(separator: "\n")
        let table = try #require(lines.firstIndex { $0.hasPrefix("IN USE AT THE END") })
        #expect(lines[table + 1].contains("share"))
        #expect(lines[table + 2].contains("87 %   41.0 MiB   32.6–50.9   41,000       82"))
        #expect(lines[table + 2].hasSuffix("SessionStore.archive(_:)  SessionStore.swift:41"))
        #expect(lines.contains { $0.hasPrefix("ALLOCATED") })
        #expect(lines.contains { $0.hasPrefix("IN USE AT THE PEAK") })
    }

    @Test func runtimeFramesAreFoldedIntoOneLine() {
        #expect(text().contains("    … swift_allocObject and 1 runtime frame\n    SessionStore.archive(_:)"))
    }

    @Test(arguments: [60, 80, 100, 160])
    func noLineIsWiderThanAsked(width: Int) {
        var profile = SyntheticProfile.make()
        profile.locations[1].frames[0].function =
            String(repeating: "Very.Long<", count: 60) + "名前" + String(repeating: "x", count: 90)
        profile.locations[2].frames[0].file = "/opt/" + String(repeating: "deep/", count: 80) + "é.swift"
        profile.program.path = "/bin/" + String(repeating: "p", count: 300)
        profile.threads[0].name = String(repeating: "長い", count: 100)
        let options = TerminalReport.Options(width: width)
        let facts = RunFacts(
            recording: "/tmp/" + String(repeating: "r", count: 300),
            warnings: [String(repeating: "w ", count: 200)]
        )
        for line in text(profile, facts: facts, options: options).split(separator: "\n") {
            #expect(DisplayWidth.of(String(line)) <= width, "\(line)")
        }
    }

    @Test func withoutColourThereAreNoEscapeSequences() {
        #expect(!text().contains("\u{1b}"))
    }

    @Test func colourAddsEscapeSequencesAndNothingElse() {
        let colored = text(options: .init(isColored: true, currentDirectory: "/home/dev/orders"))
        #expect(colored.contains("\u{1b}["))
        #expect(colored.replacing(/\u{1b}\[[0-9]+m/, with: "") == text())
    }

    @Test func namesCannotSteerTheTerminal() {
        var profile = SyntheticProfile.make()
        profile.locations[1].frames[0].function = "evil\u{1b}[2J"
        profile.locations[1].frames[0].file = "/tmp/\u{07}bell\n.swift"
        profile.program.path = "/bin/\u{1b}c"
        profile.threads[0].name = "\u{9b}2J"
        let report = text(profile)
        #expect(!report.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || (0x7f...0x9f).contains($0.value) })
    }

    @Test func fewSamplesAreSaidToBeFew() {
        var profile = SyntheticProfile.make()
        profile.sampling.taken = 4
        profile.sites = []
        profile.samples = []
        let report = text(profile)
        #expect(report.contains("With only 4 samples, sites can hardly be told apart"))
        #expect(report.contains("--interval 16KiB"))
    }

    @Test func aProgramThatHardlyAllocatesIsSaidSo() {
        var profile = SyntheticProfile.make()
        profile.sampling.taken = 0
        profile.totals.allocatedBytes = 77 * 1024
        profile.sites = []
        profile.samples = []
        let report = text(profile)
        #expect(report.contains("There are no samples: the program allocated only 77.0 KiB on the heap."))
        #expect(report.contains("--interval 1"))
    }

    @Test func aFunctionThatCallsItselfStandsOnce() {
        var profile = SyntheticProfile.make()
        let caller = profile.locations[1]
        for index in profile.locations.indices.dropFirst(2) { profile.locations[index].frames = caller.frames }
        let stacks = text(profile).components(separatedBy: "STACKS")[1].components(separatedBy: "HOW SURE")[0]
        #expect(stacks.contains("SessionStore.archive(_:) (2 times)"))
    }

    @Test func anEmptyProfileGivesAReport() {
        let report = text(HeapProfile(), facts: RunFacts())
        #expect(report.contains("unknown program"))
        #expect(report.contains("end not seen"))
        #expect(report.contains("There are no samples"))
        #expect(!report.contains("nan"))
    }

    @Test func whatWasDroppedIsShown() {
        let report = text()
        #expect(report.contains("3 samples dropped for lack of room"))
        #expect(report.contains("2 stacks cut at the outer end"))
        #expect(report.contains("No symbols for libsecret.so"))
    }

    @Test func estimatedLiveBytesAreCalledSo() {
        var profile = SyntheticProfile.make()
        profile.totals.isLiveBytesExact = false
        #expect(text(profile).contains("48.0 MiB in 47,111 objects (estimated)"))
    }

    @Test func fullNamesAreShownOnDemand() {
        let options = TerminalReport.Options(width: 200, usesFullNames: true)
        #expect(text(options: options).contains("Orders.SessionStore.archive(Swift.Int) -> ()"))
    }

    @Test func theTableIsCutAfterTheTopLines() {
        let report = text(options: .init(top: 1))
        #expect(report.contains("by 2 other lines"))
    }
}
