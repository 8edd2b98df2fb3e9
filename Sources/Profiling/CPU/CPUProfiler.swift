private import CTrimtabHooks
public import Profiles

/// Samples what this process uses its processor time for.
///
/// ```swift
/// let profile = try await CPUProfiler.profile(for: .seconds(10))
/// let file = try await profile.symbolicated(by: Symbolicator()).pprof()
/// ```
///
/// Each thread is sampled on its own clock of processor time, so threads that wait cost nothing and are not seen. While
/// nobody profiles nothing runs. Several may profile at once; each gets its own while.
///
/// The signal is SIGPROF. The program may use it as well: its handler, whenever it was set, gets the program's own signals
/// and none of these. As with every signal, a system call that waits may return EINTR, where the program's handler does not
/// ask for the call to go on.
public enum CPUProfiler {
    /// How often a thread is sampled in each second of processor time that it uses, unless told otherwise.
    public static let defaultSamplesPerSecond = 100

    /// Profiles for a while.
    ///
    /// - Parameters:
    ///   - duration: Wall-clock time. A task that is cancelled gets the profile of the time until then.
    ///   - samplesPerSecond: How often to sample a thread in each second of its processor time, 1 to 1,000. If somebody
    ///     profiles already, it stays what it is.
    /// - Returns: A profile of addresses; ``CPUProfile/symbolicated(by:)`` gives them names.
    public static func profile(
        for duration: Duration,
        samplesPerSecond: Int = defaultSamplesPerSecond
    ) async throws(CPUProfilerError) -> CPUProfile {
        let session = try start(samplesPerSecond: samplesPerSecond)
        try? await Task.sleep(for: duration)
        return session.stop()
    }

    /// Starts to profile, until the session is stopped or goes out of scope.
    ///
    /// - Parameter samplesPerSecond: As for ``profile(for:samplesPerSecond:)``.
    public static func start(
        samplesPerSecond: Int = defaultSamplesPerSecond
    ) throws(CPUProfilerError) -> CPUProfilingSession {
        guard (1...1000).contains(samplesPerSecond) else {
            throw CPUProfilerError(
                .badFrequency,
                "cannot sample \(samplesPerSecond) times a second: give a number from 1 to 1,000"
            )
        }
        guard trimtab_cpu_start(UInt32(samplesPerSecond)) else { throw Self.refusal }
        return CPUProfilingSession()
    }

    private static var refusal: CPUProfilerError {
        switch trimtab_hooks_status() {
        case TRIMTAB_HOOKS_ACTIVE:
            CPUProfilerError(
                .refused,
                "processor time cannot be sampled: this is a forked child, or the kernel or a limit on address space"
                    + " allows no timers"
            )
        case TRIMTAB_HOOKS_SANITIZER:
            CPUProfilerError(.unsupported, "processor time cannot be sampled: this build runs under a sanitizer")
        case TRIMTAB_HOOKS_PASSING_THROUGH, TRIMTAB_HOOKS_NOT_REACHED:
            CPUProfilerError(
                .unsupported,
                "processor time cannot be sampled here: these hooks are not the ones at work, because they are in a"
                    + " library that was loaded later; link Profiling into the program itself"
            )
        default:
            CPUProfilerError(
                .unsupported,
                "processor time cannot be sampled: that needs Linux with glibc on x86_64 or aarch64"
            )
        }
    }
}
