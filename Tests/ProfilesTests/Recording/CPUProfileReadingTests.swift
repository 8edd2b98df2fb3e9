import CTrimtabPlatform
import Testing

@testable import Profiles

/// What a recording tells of processor time.
struct CPUProfileReadingTests {
    private let recording: Recording

    init() throws {
        recording = try Recording(bytes: RecordingBuilder.sample().bytes())
    }

    @Test func readsStacksWithTheirThreadsAndTimes() throws {
        let profile = try #require(recording.cpuProfile())
        let stacks = profile.stacks.map { $0.stack.map { profile.locations[$0].address } }
        #expect(stacks == [[0x10010, 0x10020], [0x70010, 0x10010, 0x10020]])
        #expect(profile.stacks.map { $0.thread.map { profile.threads[$0].name } } == ["main", "worker"])
        #expect(profile.stacks.map(\.time.count) == [50_000_000, 20_000_000])
        #expect(profile.stacks.map(\.time.samples) == [4, 2])
        #expect(profile.locations.map { $0.image.map { profile.images[$0].path } }.contains("/lib/libc.so.6"))
    }

    @Test func readsTheFactsOfTheHeader() throws {
        let profile = try #require(recording.cpuProfile())
        #expect(profile.program.path == "/srv/app")
        #expect(profile.period == 10_000_000)
        #expect(profile.nanosecondsUsed == 75_000_000)
        #expect(profile.sampling == CPUSamplingStatistics(taken: 6))
        #expect(profile.duration == 2.5)
    }

    @Test func aRecordingWithoutTimersHasNoProfile() throws {
        var builder = RecordingBuilder.sample()
        builder.header.cpu_period = 0
        #expect(try Recording(bytes: builder.bytes()).cpuProfile() == nil)
    }

    @Test func theDifferenceOfTwoReadingsIsWhatCameBetween() throws {
        func tables(_ samples: UInt64) -> CPUTables {
            var builder = RecordingBuilder.sample()
            builder.cpuStacks[1].samples += samples
            builder.cpuStacks[1].nanoseconds += 10_000_000 * samples
            return CPUTables(
                nodes: builder.cpuNodes.withUnsafeBytes {
                    RecordingSection(bytes: .copied(Array($0)), stride: 16, count: 7)
                },
                stacks: builder.cpuStacks.withUnsafeBytes {
                    RecordingSection(bytes: .copied(Array($0)), stride: 24, count: 3)
                },
                threads: .empty
            )
        }
        let profile = tables(3).profile(since: tables(0), images: [], isProcessRunning: false)
        #expect(profile.stacks.map(\.time.count) == [30_000_000])
        #expect(profile.stacks.map(\.time.samples) == [3])
        #expect(tables(0).profile(since: tables(3), images: [], isProcessRunning: false).stacks.isEmpty)
    }

    @Test func intervalsOfTimeAreThoseOfPoissonCounts() throws {
        let profile = try #require(recording.cpuProfile())
        let interval = profile.stacks[0].time.interval95
        // Garwood's interval of 4 events is 1.09 to 10.24, each of 12.5 ms here.
        #expect(abs(interval.lowerBound - 13.6e6) < 2e5 && abs(interval.upperBound - 128.0e6) < 2e5)
    }
}
