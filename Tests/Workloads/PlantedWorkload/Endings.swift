#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

func flushOutput() {
    fflush(nil)
}

/// Ends the process by SIGKILL: nothing of it runs any more.
func killSelf() {
    kill(getpid(), SIGKILL)
}

/// Ends the process while what it holds is still held.
func exitNow() -> Never {
    exit(0)
}
