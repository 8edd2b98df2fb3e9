#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The clocks that budgets go by, in nanoseconds. Tests have their own.
struct Clocks: Sendable {
    /// Time that passes.
    var now: @Sendable () -> UInt64
    /// CPU time of the calling thread.
    var threadTime: @Sendable () -> UInt64

    static let system = Clocks(
        now: { nanoseconds(CLOCK_MONOTONIC) },
        threadTime: { nanoseconds(CLOCK_THREAD_CPUTIME_ID) }
    )

    /// CPU time of all threads of this process.
    static func processTime() -> UInt64 { nanoseconds(CLOCK_PROCESS_CPUTIME_ID) }

    private static func nanoseconds(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }
}
