import BuildProducts
import Profiles
import Subprocess
import Testing

#if canImport(Glibc)
import Glibc
#endif

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// Programs that do with signals, threads and processes what they like while their processor time is sampled.
struct CPUStressTests {
    @Test(arguments: [
        "signals",  // the program's own handlers get the program's own signals, each of them
        "storm",  // other signals and threads come as fast as they can
        "forks",  // children are not sampled
        "exec",  // a signal that is on its way does not end the next program
        "starts",  // 10,000 starts and stops
        "threads",  // threads that live shortly are seen
    ])
    func nothingIsLostAndNothingHarmed(what: String) async throws {
        let result = try await run(what)
        #expect(result.status == .exited(0), "\(result.errors)")
        #expect(result.output.hasSuffix("done\n"))
    }

    @Test func theDefaultActionIsStillTheProgramsOwn() async throws {
        #expect(try await run("default").status == .signaled(SIGPROF))
    }

    @Test func aProgramThatHasTheHooksTwiceIsSampledOnce() async throws {
        let run = try await RecordedRun("CPUStress", ["signals"], interval: 524_288, more: ["TRIMTAB_CPU": "1000"])
        #expect(run.status == .exited(0), "\(run.output)")
        let profile = try #require(run.recording.cpuProfile())
        let sampled = profile.stacks.reduce(0) { $0 + $1.time.value }
        #expect(sampled < 1.1 * Double(try #require(profile.nanosecondsUsed)) + 2e7)
    }

    private func run(_ what: String) async throws -> (status: TerminationStatus, output: String, errors: String) {
        let result = try await Subprocess.run(
            .path(FilePath(BuildProducts.path(of: "CPUStress"))),
            arguments: [what],
            output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16)
        )
        return (result.terminationStatus, result.standardOutput, result.standardError)
    }
}
