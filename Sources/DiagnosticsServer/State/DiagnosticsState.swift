#if Server

internal import Foundation
internal import HTTPTypes
internal import MemoryTuning
internal import ObjectPools
internal import Profiles
internal import Profiling

/// What the server knows beside the process itself.
final class DiagnosticsState: Sendable {
    let tuner: MemoryTuner?
    let leaks: LeakDetector?
    /// What came of the wish to watch tasks.
    let tasks: LiveTasks.Status
    let events = EventLog()
    let timeline = LiveTimeline()
    let probe = ExecutorProbe()
    let window = Guarded<ProfileWindow?>(nil)
    /// At most one profile of processor time at once, one difference of memory, and one search through it.
    let cpuProfiles = Turn()
    let heapDifferences = Turn()
    let referrerSearches = Turn()
    /// Without `llvm-symbolizer`: servers have none, and it would take hundreds of megabytes beside the service.
    let symbolicator = Symbolicator(environment: [:])

    init(_ sources: DiagnosticsSources, watchesTasks: Bool) {
        tuner = sources.tuner
        leaks = sources.leaks
        tasks = watchesTasks ? LiveTasks.watch() : .unwatched
        tuner?.observe { [events] note in events.add(note) }
    }

    /// Notes a point of the timeline. For each second.
    func look() {
        let statistics = MemoryStatistics.read(.core)
        timeline.add(
            LiveTimeline.Point(
                time: Date().timeIntervalSince1970,
                residentBytes: statistics.process.resident,
                liveBytes: statistics.used,
                limitBytes: tuner?.effectiveLimit?.bytes,
                pressure: tuner?.currentPressure,
                executorDelay: probe.delay.last
            )
        )
    }

    /// Memory as it is, or why it is not known.
    func heapProfile(samples: HeapProfile.KeptSamples = .none) throws(Refusal) -> HeapProfile {
        guard let profile = HeapProfiler.snapshot(samples: samples) else {
            throw Refusal(.notImplemented, HeapProfiler.status.description)
        }
        return profile
    }
}

#endif
