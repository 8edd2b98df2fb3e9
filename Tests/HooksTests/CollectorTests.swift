import Foundation
import Testing

@testable import Profiles

/// Who keeps the timeline: a thread of ours only where the program has several or much memory, for glibc's malloc is
/// faster in a process of one thread.
struct CollectorTests {
    @Test func aProgramOfOneThreadStaysOne() async throws {
        let run = try await RecordedRun("PlantedWorkload", ["threads"], interval: 64 * 1024)
        let lines = run.output.split(separator: "\n")
        #expect(lines.contains("alone: PlantedWorkload"), "\(run.output)")
        #expect(lines.contains("together: PlantedWorkload PlantedWorkload trimtab"), "\(run.output)")
    }

    @Test func whoHoldsMuchMemoryIsWatchedByAThread() async throws {
        let run = try await RecordedRun("PlantedWorkload", ["grow"], interval: 512 * 1024)
        #expect(run.output.contains("grown: PlantedWorkload trimtab"), "\(run.output)")
    }

    @Test func aProgramOfOneThreadHasATimeline() async throws {
        let run = try await RecordedRun("PlantedWorkload", ["churn"], interval: 64 * 1024)
        let timeline = run.recording.heapProfile().timeline
        // The first and the last look come without any of those between, which 400 MiB take the time for.
        #expect(timeline.count > 2, "\(timeline)")
        #expect(timeline.last?.allocations ?? 0 >= 6400)
    }
}
