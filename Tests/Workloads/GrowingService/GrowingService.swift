import Logging
import Profiling

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A service that tells how its predecessor ended, is "ready", and grows until it is killed: "grown" is 8 MiB.
///
/// usage: GrowingService [once]
@main
struct GrowingService {
    static func main() async {
        LoggingSystem.bootstrap { StreamLogHandler.standardOutput(label: $0) }
        await PreviousRuns().log(to: Logger(label: "GrowingService"))
        say("ready")
        if CommandLine.arguments.contains("once") { return }
        let register = VisitRegister()
        for number in 0... {
            register.add(number)
            // Slow enough to be seen growing.
            if number % 64 == 0 { usleep(10_000) }
            if number == 2048 { say("grown") }
        }
    }

    private static func say(_ word: String) {
        print(word)
        fflush(nil)
    }
}
