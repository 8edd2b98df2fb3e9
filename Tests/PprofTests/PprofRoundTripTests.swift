import Foundation
import Testing

@testable import Profiles

struct PprofRoundTripTests {
    @Test func readingWhatWasWrittenKeepsTotalsAndFacts() throws {
        let profile = makeProfile()
        let read = try HeapProfile(pprof: profile.pprof())
        #expect(read.totals == profile.totals)
        #expect(read.sampling == profile.sampling)
        #expect(read.samplingInterval == profile.samplingInterval)
        #expect(read.start == profile.start)
        #expect(read.duration == profile.duration)
        #expect(read.program.path == "/srv/orders")
        #expect(read.program.processID == 42)
    }

    @Test func readingWhatWasWrittenKeepsStacksAndInlinedFrames() throws {
        let profile = makeProfile()
        let read = try HeapProfile(pprof: profile.pprof())
        #expect(read.sites.map(\.stack) == profile.sites.map(\.stack))
        #expect(read.locations.map(\.address) == [0x1234, 0x7000_0010])
        #expect(read.locations.map { $0.frames.map(\.function) } == profile.locations.map { $0.frames.map(\.function) })
        #expect(
            read.locations[0].frames.map(\.mangledName) == [
                "$sSa6appendyyxF", "$s6Orders12SessionStoreC7archiveyyF",
            ]
        )
        #expect(read.locations[0].frames.map(\.isInlined) == [true, false])
        #expect(read.locations[0].frames.map(\.line) == [3, 41])
        #expect(read.locations[0].frames.map(\.column) == [nil, 9])
        #expect(read.sites.map { $0.thread.map { read.threads[$0].name } } == ["worker", "thread 8"])
    }

    @Test func labelsComeBackAndTypesWhereTheyWereAskedFor() throws {
        var profile = makeProfile()
        profile.sites[0].type = "Orders.Session"
        profile.sites[0].labels = ["route": "/orders", "type": "mine", "thread": "mine", "bytes": "mine"]
        let plain = try HeapProfile(pprof: profile.pprof())
        #expect(plain.sites.map(\.labels) == profile.sites.map(\.labels))
        #expect(plain.sites.map(\.type) == [nil, nil])
        let typed = try HeapProfile(pprof: profile.pprof(showsAllocated: false, labelsTypes: true))
        #expect(typed.sites.map(\.labels) == profile.sites.map(\.labels))
        #expect(typed.sites.map(\.type) == ["Orders.Session", nil])
        #expect(typed.sites.map { $0.thread.map { typed.threads[$0].name } } == ["worker", "thread 8"])
    }

    @Test func everySiteIsRoundedByItself() throws {
        let read = try HeapProfile(pprof: makeProfile().pprof())
        #expect(read.sites.map(\.inUse.bytes.value) == [1_600, 128])
        #expect(read.sites.map(\.allocated.bytes.value) == [7_001, 512])
        #expect(read.sites.map(\.inUse.objects.value) == [2, 1])
    }

    @Test func theProgramIsTheFirstMapping() throws {
        let profile = makeProfile()
        let read = try HeapProfile(pprof: profile.pprof())
        #expect(read.images.map(\.path) == ["/srv/orders", "/lib/libc.so.6"])
        #expect(read.images.map(\.buildID) == [[0x0f, 0xff], [0xab, 0x01]])
        #expect(read.locations.map(\.image) == [0, 1])
    }

    @Test func addressesInTheFileLieWithinTheCall() throws {
        let bytes = try makeMessage(of: makeProfile())
        let file = try PprofFileReader.read(bytes, limits: PprofLimits())
        #expect(file.locations.map(\.address) == [0x1233, 0x7000_000f])
    }

    @Test func sampleCountsFollowFromPeriodAndSize() throws {
        var profile = makeProfile()
        profile.sites = [
            Site(
                stack: [0],
                inUse: Usage(objects: Estimate(value: 1_000), bytes: Estimate(value: 1_000 * 524_288)),
                allocated: Usage(objects: Estimate(value: 1_000), bytes: Estimate(value: 1_000 * 524_288))
            )
        ]
        let read = try HeapProfile(pprof: profile.pprof())
        // 1 - 1/e of the blocks are sampled.
        #expect(read.sites[0].inUse.samples == 632)
        #expect(read.sites[0].inUse.bytes.variance > 0)
    }

    @Test func aMessageThatIsCompressedInManyPartsReadsAsWhatWasWritten() throws {
        var profile = makeProfile()
        let site = profile.sites[0]
        profile.locations = (0..<5_000).map { number in
            Location(address: 0x2000 + UInt64(number), image: 1, frames: [Frame(function: "function \(number)")])
        }
        profile.sites = profile.locations.indices.map { number in
            var site = site
            site.stack = [number, 4_999 - number]
            return site
        }
        // Several times what is compressed at once.
        #expect(try makeMessage(of: profile).count > 300_000)
        let read = try HeapProfile(pprof: profile.pprof())
        #expect(read.sites.map(\.stack) == profile.sites.map(\.stack))
        #expect(read.locations.map { $0.frames.map(\.function) } == profile.locations.map { $0.frames.map(\.function) })
        #expect(read.sites.allSatisfy { $0.inUse.bytes.value == 1_600 })
    }

    @Test func anUnknownStackIsWrittenAsOneLocationAndReadAsNone() throws {
        var profile = makeProfile()
        profile.sites[0].stack = []
        let file = try PprofFileReader.read(makeMessage(of: profile), limits: PprofLimits())
        #expect(file.samples.allSatisfy { !$0.stack.isEmpty })
        let read = try HeapProfile(pprof: profile.pprof())
        #expect(read.sites.map(\.stack) == [[], [1]])
        #expect(read.locations.count == profile.locations.count)
        #expect(read.sites[0].inUse.bytes.value == 1_600)
    }

    @Test(arguments: [
        ("malloc", true), ("swift_slowAlloc", true), ("swift_allocObject", true), ("operator new", true),
        ("operator new[]", true), ("posix_memalign", true), ("SessionStore.archive", false), ("mallocate", false),
        ("[unknown]", false),
    ])
    func pprofIsToldToDropAllocators(function: String, isDropped: Bool) throws {
        let pattern = try Regex(PprofDropFrames.pattern)
        #expect((function.wholeMatch(of: pattern) != nil) == isDropped)
    }

    @Test func theFileHasThePatternOfDroppedFrames() throws {
        let file = try PprofFileReader.read(makeMessage(of: makeProfile()), limits: PprofLimits())
        #expect(file.strings.contains(PprofDropFrames.pattern))
    }

    @Test func anEmptyProfileCanBeWrittenAndRead() throws {
        let read = try HeapProfile(pprof: HeapProfile().pprof())
        #expect(read.sites.isEmpty)
        #expect(read.totals.allocations == 0)
    }

    @Test func estimatesThatAreNoNumbersDoNotCrashTheWriter() throws {
        var profile = makeProfile()
        profile.duration = .infinity
        profile.sites[0].inUse.bytes.value = .nan
        profile.sites[0].allocated.bytes.value = .infinity
        profile.sites[0].stack = [0, 99, -1]
        let read = try HeapProfile(pprof: profile.pprof())
        #expect(read.sites[0].inUse.bytes.value == 0)
        #expect(read.sites[0].stack == [0])
    }
}
