import CTrimtabPlatform
import Foundation
import Testing

@testable import Profiles

@Suite struct RecordingReadingTests {
    private let profile: HeapProfile

    init() throws {
        profile = try Recording(bytes: RecordingBuilder.sample().bytes()).heapProfile()
    }

    @Test func readsTheProgramAndItsArguments() {
        #expect(profile.program == Program(path: "/srv/app", arguments: ["app", "--port", "80"], processID: 4242))
    }

    @Test func sumsTheCountsOfAllThreads() {
        #expect(profile.totals.allocations == 150)
        #expect(profile.totals.deallocations == 140)
        #expect(profile.totals.allocatedBytes == 15_000)
        #expect(profile.totals.liveBytes == 5000)
        #expect(profile.totals.isLiveBytesExact)
        #expect(profile.totals.peakLiveBytes == 9000)
        #expect(profile.totals.peakLiveTime == 1)
        #expect(profile.totals.peakResidentBytes == 1 << 20)
    }

    @Test func thePeakIsNoLowerThanTheTimeline() throws {
        var builder = RecordingBuilder.sample()
        builder.timeline[1].resident_bytes = 1 << 21
        #expect(try Recording(bytes: builder.bytes()).heapProfile().totals.peakResidentBytes == 1 << 21)
    }

    @Test func estimatesLiveBytesFromSamplesWhereTheyWereNotCounted() throws {
        var builder = RecordingBuilder.sample()
        builder.header.flags = 0
        let profile = try Recording(bytes: builder.bytes()).heapProfile()
        #expect(profile.totals.liveBytes == 2 * 200 + 1500)
        #expect(!profile.totals.isLiveBytesExact)
    }

    @Test func readsInPlaceWhatItReadsFromACopy() throws {
        try RecordingBuilder.sample().bytes().withUnsafeBytes { memory in
            let inPlace = try Recording(mapped: memory, isShared: true).heapProfile()
            #expect(inPlace.program == profile.program)
            #expect(inPlace.sites == profile.sites)
            #expect(inPlace.samples == profile.samples)
            #expect(inPlace.locations == profile.locations)
            #expect(inPlace.images == profile.images)
            #expect(inPlace.totals == profile.totals)
        }
    }

    @Test func tellsWhatIsInUseAloneAsInTheWholeProfile() throws {
        let inUse = try Recording(bytes: RecordingBuilder.sample().bytes()).heapProfile(samples: .live).partInUse
        // The third site has nothing in use.
        #expect(inUse.sites.map(\.inUse) == profile.sites.prefix(2).map(\.inUse))
        #expect(
            inUse.sites.map { inUse.locations(of: $0) } == profile.sites.prefix(2).map { profile.locations(of: $0) }
        )
        #expect(
            Set(inUse.locations.map(\.address)) == Set(inUse.sites.flatMap { inUse.locations(of: $0) }.map(\.address))
        )
        #expect(inUse.samples == profile.samples.filter { $0.freedTime == nil })
        #expect(inUse.totals == profile.totals)
    }

    @Test(arguments: HeapProfile.KeptSamples.allCases)
    func tellsTheSameWhicheverSamplesAreKept(kept: HeapProfile.KeptSamples) throws {
        let other = try Recording(bytes: RecordingBuilder.sample().bytes()).heapProfile(samples: kept)
        #expect(other.sites == profile.sites)
        #expect(other.locations == profile.locations)
        #expect(other.totals == profile.totals)
        #expect(other.samples == profile.samples.filter { kept == .all || kept == .live && $0.freedTime == nil })
    }

    @Test func weighsLiveSamplesAndTheirVariance() {
        let usage = profile.sites[0].inUse
        #expect(usage.objects == Estimate(value: 4, variance: 4, samples: 2))
        #expect(usage.bytes == Estimate(value: 400, variance: 40_000, samples: 2))
        #expect(profile.sites[2].inUse.samples == 0)
    }

    @Test func takesAllocatedAndPeakFromTheSites() {
        let site = profile.sites[1]
        #expect(site.allocated.bytes == Estimate(value: 500, variance: 200, samples: 2))
        #expect(site.atPeak.objects == Estimate(value: 2, variance: 1, samples: 1))
    }

    @Test func followsStacksToTheirThread() {
        let site = profile.sites[2]
        #expect(profile.locations(of: site).map(\.address) == [0x70010, 0x10030])
        #expect(profile.locations(of: site).map(\.image) == [1, 0])
        #expect(site.thread.map { profile.threads[$0].name } == "worker")
    }

    @Test func namesWhereOuterFramesWereCut() throws {
        var builder = RecordingBuilder.sample()
        builder.addSite(stack: [0x10010, RecordingFormat.pcTruncated], thread: 1)
        let profile = try Recording(bytes: builder.bytes()).heapProfile()
        let last = try #require(profile.sites.last.map { profile.locations(of: $0) }?.last)
        #expect(last.frames.map(\.function) == ["(outer frames cut off)"])
    }

    @Test func looksAReturnAddressUpAsTheCallBeforeIt() throws {
        var builder = RecordingBuilder.sample()
        // The instruction after a call that ends its image.
        builder.addSite(stack: [0x20000], thread: 1)
        let profile = try Recording(bytes: builder.bytes()).heapProfile()
        #expect(profile.locations.last?.image == 0)
    }

    @Test func readsSamplesWithTimesSinceTheStart() {
        #expect(profile.samples.count == 4)
        #expect(profile.samples[0].allocatedTime == 0.5)
        #expect(profile.samples[0].freedTime == nil)
        #expect(profile.samples[3].freedTime == 1)
    }

    @Test func readsTimelineAndDuration() {
        #expect(profile.timeline.map(\.time) == [0.5, 1, 1.5])
        #expect(profile.timeline.map(\.residentBytes) == [4096, 8192, 12288])
        #expect(profile.duration == 2.5)
        #expect(profile.start == Date(timeIntervalSince1970: 1_700_000_000))
    }

    @Test func tellsWhatWasDropped() {
        #expect(profile.sampling.taken == 7)
        #expect(profile.sampling.dropped == 2)
    }

    @Test func tellsHowFarTheProcessCame() throws {
        var builder = RecordingBuilder.sample()
        builder.header.pid = UInt32(getpid())
        let recording = try Recording(bytes: builder.bytes())
        #expect(recording.state == .running)
        #expect(recording.isProcessAlive)
        #expect(recording.forks == 1)
        builder.header.state = TRIMTAB_STATE_ENDED.rawValue
        #expect(try Recording(bytes: builder.bytes()).state == .ended)
    }

    @Test func countsNoThreadOfAnEndedProcessAsRunning() throws {
        var builder = RecordingBuilder.sample()
        builder.header.pid = UInt32(getpid())
        #expect(try Recording(bytes: builder.bytes()).heapProfile().threads.allSatisfy(\.isRunning))
        builder.header.state = TRIMTAB_STATE_ENDED.rawValue
        #expect(try Recording(bytes: builder.bytes()).heapProfile().threads.allSatisfy { !$0.isRunning })
    }

    @Test func leavesOutWhatAKilledProcessLeftHalfWritten() throws {
        var builder = RecordingBuilder.sample()
        builder.addSample(site: 99, size: 100, weight: 2)
        builder.addSample(site: 0, size: 100, weight: .nan)
        builder.addSample(site: 0, size: 100, weight: -1)
        builder.sites.append(trimtab_site())
        let profile = try Recording(bytes: builder.bytes()).heapProfile()
        #expect(profile.samples.count == 4)
        #expect(profile.sites.count == 3)
    }

    @Test func endsStacksThatGoInCircles() throws {
        var builder = RecordingBuilder.sample()
        let node = builder.addStack([0x10010, 0x10020], thread: 1)
        builder.nodes[Int(node) - 2].parent = node
        builder.sites[0].node = node
        let profile = try Recording(bytes: builder.bytes()).heapProfile()
        #expect(profile.sites[0].thread == nil)
        #expect(profile.sites[0].stack.count == RecordingFormat.maximumDepth)
    }
}
