private import CTrimtabHooks
public import Profiles

internal import struct Foundation.Date

/// A while that is being profiled: from ``CPUProfiler/start(samplesPerSecond:)`` to ``stop()``, or to its own end.
public struct CPUProfilingSession: ~Copyable, Sendable {
    private let start = Date()
    private let clock = ContinuousClock.now
    private let before = CPUReading()

    init() {}

    deinit { trimtab_cpu_stop() }

    /// What processor time was used for until now. Profiling goes on.
    public borrowing func profile() -> CPUProfile {
        let now = CPUReading()
        var profile = now.profile(since: before)
        profile.start = start
        profile.duration = clock.duration(to: .now) / .seconds(1)
        return profile
    }

    /// Ends profiling.
    /// - Returns: What processor time was used for meanwhile.
    public consuming func stop() -> CPUProfile {
        profile()
    }
}
