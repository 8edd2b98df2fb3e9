import Profiles
import Testing

@testable import ProfileReports

struct HeapReportTests {
    private let mebibyte = SyntheticProfile.mebibyte

    @Test func stacksOfAllThreadsAreMergedAndThoseHoldingMostComeFirst() {
        let report = HeapReport(SyntheticProfile.make())
        #expect(report.sites.map(\.use.inUse.bytes.count).first == 40 * mebibyte)
        #expect(report.sites[0].threads == ["NIO-0", "NIO-1"])
        #expect(report.sites.count == 5)
        #expect(report.sites[0].frames.map(\.function).first == "swift_slowAlloc")
    }

    @Test func stacksThatEndAtTheSameLineAreOneLine() {
        let report = HeapReport(SyntheticProfile.make())
        #expect(report.lines[0].frame == SyntheticProfile.archive)
        #expect(report.lines[0].use.inUse.bytes.count == 41 * mebibyte)
        #expect(report.lines[0].sites.count == 2)
    }

    @Test func theTotalsBySiteAreThoseOfThePprofFile() throws {
        var profile = SyntheticProfile.make()
        for index in profile.sites.indices { profile.sites[index].inUse.bytes.value += 0.4 }
        let read = try HeapProfile(pprof: profile.pprof())
        let report = HeapReport(profile)
        #expect(report.estimated.inUse.bytes.count == Estimate.count(read.sites.map(\.inUse.bytes)))
        #expect(report.estimated.allocated.objects.count == Estimate.count(read.sites.map(\.allocated.objects)))
        #expect(report.estimated.inUse.bytes.count == HeapReport(read).estimated.inUse.bytes.count)
    }

    @Test func theFindingsBeginWithTheLeak() {
        let report = HeapReport(SyntheticProfile.make())
        #expect(report.findings.first == Finding(.grows, line: 0))
        #expect(
            report.findings.contains {
                $0.kind == .churn && report.lines[$0.line ?? 0].frame == SyntheticProfile.parser
            }
        )
        #expect(report.findings.count <= 5)
    }

    @Test func growthIsMeasuredFromTheSamples() throws {
        let growth = try #require(HeapReport(SyntheticProfile.make()).lines[0].growth)
        // 41 samples of 0.5 MiB in the last 10 s.
        #expect(abs(growth.bytesPerSecond - 2.05 * Double(mebibyte)) < 0.1 * Double(mebibyte))
        #expect(growth.isSteady)
        #expect(growth.interval95.contains(growth.bytesPerSecond))
        #expect(growth.interval95.lowerBound > 0)
    }

    @Test func memoryFromTheStartDoesNotGrow() throws {
        let report = HeapReport(SyntheticProfile.make())
        let cache = try #require(report.lines.first { $0.frame == SyntheticProfile.cache })
        #expect(cache.growth == nil)
        #expect(
            report.findings.contains { $0.kind == .holds && report.lines[$0.line ?? 0].frame == SyntheticProfile.cache }
        )
    }

    @Test func aCacheThatTurnsOverIsNotSaidToGrow() {
        var profile = SyntheticProfile.make()
        // Much more was freed than the recording still knows of.
        profile.sites[0].allocated.objects.samples = 10_000
        profile.sites[0].allocated.bytes.samples = 10_000
        let report = HeapReport(profile)
        #expect(report.lines[0].growth == nil)
        #expect(!report.findings.contains { $0.kind == .grows })
    }

    @Test func freedSamplesCountAgainstGrowth() throws {
        var profile = SyntheticProfile.make()
        // For every block of the second half, one of the first is freed.
        for index in 0..<41 { profile.samples[index].freedTime = 19 }
        for site in 0..<3 {
            profile.sites[site].inUse.objects.samples /= 2
            profile.sites[site].inUse.bytes.samples /= 2
        }
        let growth = try #require(HeapReport(profile).lines[0].growth)
        #expect(growth.interval95.lowerBound < 0)
    }

    @Test func whatWasFreedAfterThePeakIsFoundBeforeTheRestThatIsHeld() throws {
        var profile = SyntheticProfile.make()
        profile.samples = []
        for site in 0..<3 { profile.sites[site].inUse = Usage() }
        let report = HeapReport(profile)
        let first = try #require(report.findings.first)
        #expect(first.kind == .peak)
        #expect(report.lines[first.line ?? 0].frame == SyntheticProfile.archive)
        #expect(report.findings[1].kind == .holds)
        let text = TerminalReport().text(report)
        #expect(text.contains("held 41.0 MiB when the heap was largest, at 19.5 s"))
        #expect(text.contains("all of it was freed by the end."))
    }

    @Test func residentMemoryFarBeyondTheLiveHeapIsAFinding() {
        #expect(HeapReport(SyntheticProfile.make()).findings.contains(Finding(.slack)))
    }

    @Test func residentMemoryOfCodeAloneIsNone() {
        var profile = SyntheticProfile.make()
        profile.totals.liveBytes = 1 << 20
        profile.totals.peakLiveBytes = 2 << 20
        #expect(!HeapReport(profile).findings.contains(Finding(.slack)))
    }

    @Test func extremeNumbersGiveAReport() throws {
        let huge = 1 << 60
        var profile = SyntheticProfile.make()
        profile.duration = 1e-300
        profile.totals.allocations = huge
        profile.totals.deallocations = 0
        profile.totals.allocatedBytes = huge
        profile.totals.liveBytes = 0
        profile.totals.peakLiveBytes = huge
        profile.totals.peakLiveTime = .infinity
        profile.totals.memoryLimit = 1
        profile.sampling.taken = huge
        for index in profile.sites.indices {
            profile.sites[index].inUse.bytes = Estimate(value: .infinity, variance: .nan, samples: 1 << 40)
            profile.sites[index].allocated.objects = Estimate(value: 0x1p62, variance: .infinity, samples: 1 << 40)
            profile.sites[index].atPeak.bytes = Estimate(value: -0x1p62, variance: -1, samples: 0)
        }
        for index in profile.timeline.indices { profile.timeline[index].residentBytes = huge }
        profile.timeline[3].time = .nan
        for duration in [1e-300, 20, 1e300] {
            profile.duration = duration
            let text = TerminalReport().text(HeapReport(profile))
            #expect(text.contains("FINDINGS"))
            #expect(!text.contains("inf"))
        }
    }

    @Test func anOutOfMemoryKillIsTheFirstFinding() {
        let facts = RunFacts(exit: ProgramExit(.signal(9), isOutOfMemoryKill: true))
        let report = HeapReport(SyntheticProfile.make(), facts: facts)
        #expect(report.findings.map(\.kind).prefix(2) == [.outOfMemory, .grows])
    }

    @Test func thePeakResidentIsTheLargestThatAnybodySaw() {
        let profile = SyntheticProfile.make()
        let recorded = profile.totals.peakResidentBytes
        let peak = { (kernel: Int) in
            HeapReport(profile, facts: RunFacts(peakResidentBytes: kernel)).peakResidentBytes
        }
        #expect(peak(recorded - 1) == recorded)
        #expect(peak(recorded + 1) == recorded + 1)
    }

    @Test func anEmptyProfileHasNoFindings() {
        let report = HeapReport(HeapProfile())
        #expect(report.findings.isEmpty)
        #expect(report.sites.isEmpty)
        #expect(report.peakResidentBytes == nil)
    }

    @Test func anImageWithAFewFramesWithoutNamesIsNotListed() {
        var profile = SyntheticProfile.make()
        profile.locations[0].frames = []
        #expect(HeapReport(profile).imagesWithoutSymbols == ["/lib/libsecret.so"])
    }

    @Test func imagesWhoseFramesHaveNoNamesAreListed() {
        #expect(HeapReport(SyntheticProfile.make()).imagesWithoutSymbols == ["/lib/libsecret.so"])
    }
}
