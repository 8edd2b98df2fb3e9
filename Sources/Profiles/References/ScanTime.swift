#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The time that a scan has taken of its thread, and that it has lasted.
///
/// What counts for the program is the processor's: on a machine that is busy a scan lasts longer, and costs no more.
struct ScanTime {
    private let limits: ScanLimits
    private let start = Self.seconds(of: CLOCK_MONOTONIC)
    private let processorStart = Self.seconds(of: CLOCK_THREAD_CPUTIME_ID)

    init(_ limits: ScanLimits) {
        self.limits = limits
    }

    /// Since the scan began.
    var seconds: Double { Self.seconds(of: CLOCK_MONOTONIC) - start }

    var isOver: Bool {
        seconds >= limits.seconds
            || Self.seconds(of: CLOCK_THREAD_CPUTIME_ID) - processorStart >= limits.processorSeconds
    }

    private static func seconds(of clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
