import BuildProducts
import Profiles
import Subprocess
import Testing

/// Everything that is hard on an allocator at once: no byte is lost, nothing stands still, and the counts add up.
@Suite(.serialized) struct EverythingAtOnceTests {
    struct Conditions: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var interval: Int
        /// Shell commands before the program's start.
        var preparation = ""
    }

    static let all = [
        Conditions(testDescription: "usual sampling", interval: 512 * 1024),
        Conditions(testDescription: "every allocation", interval: 1),
        Conditions(
            testDescription: "frequent samples, no standard streams but output",
            interval: 64,
            preparation: "exec <&- 2>&-;"
        ),
        Conditions(
            testDescription: "few addresses, few descriptors, small stack",
            interval: 4096,
            preparation: "ulimit -v 3000000; ulimit -n 40; ulimit -s 1024;"
        ),
    ]

    @Test(arguments: all) func noByteIsLostAndTheCountsAddUp(conditions: Conditions) async throws {
        let library = try await StressLibrary()
        let program = BuildProducts.path(of: "AllocationStress")
        let run = try await RecordedRun(
            "/bin/sh",
            [
                "-c",
                "\(conditions.preparation) exec '\(program)' everything 15 \(conditions.interval) '\(library.path)'",
            ],
            interval: conditions.interval
        )
        #expect(run.status == .exited(0), "\(run.output)")
        let own = try #require(StressCounts(run.output), "\(run.output)")
        #expect(own.activities.filter { $0.value > 0 }.count == 7, "\(own.activities)")

        let profile = run.recording.heapProfile()
        let totals = profile.totals
        #expect(own.allocations == own.deallocations)
        // What libc and the loader allocate on top they free again, but for a few blocks of the process.
        #expect(totals.allocations >= own.allocations)
        #expect((0...200).contains(totals.liveObjects), "\(totals)")
        #expect((0...200_000).contains(totals.liveBytes), "\(totals)")
        #expect(totals.allocatedBytes >= own.bytes)

        let allocated = profile.sites.reduce(Usage()) { $0 + $1.allocated }
        let inUse = profile.sites.reduce(Usage()) { $0 + $1.inUse }
        #expect(inUse.objects.samples <= totals.liveObjects)
        if conditions.interval == 1 {
            #expect((0...20).contains(totals.allocations - profile.sampling.dropped - allocated.objects.count))
        } else {
            let error = abs(allocated.bytes.value - Double(totals.allocatedBytes))
            #expect(profile.sampling.dropped > 0 || error <= 6 * allocated.bytes.variance.squareRoot() + 100_000)
        }
    }
}
