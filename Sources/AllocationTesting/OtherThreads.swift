#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Threads beside a test's own, which may be about to let go of what the test allocated or borrowed.
enum OtherThreads {
    /// Waits until nothing is left that `isLeft` sees, half a second at most. Allocates nothing itself.
    static func wait(while isLeft: () -> Bool) {
        let pause: UInt32 = 1000
        var pauses = 0
        while pauses < 500, isLeft() {
            usleep(pause)
            pauses += 1
        }
    }
}
