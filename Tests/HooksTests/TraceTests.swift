import BuildProducts
import Foundation
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

/// The traces of single threads, which tests that count allocations rest on.
struct TraceTests {
    @Test func aTraceIsWhatItsThreadDidWhateverOthersDo() async throws {
        let result = try await Subprocess.run(
            .path(FilePath(BuildProducts.path(of: "TraceStress"))),
            arguments: ["300"],
            output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16)
        )
        #expect(result.terminationStatus == .exited(0), "\(result.standardError)")
        #expect(result.standardOutput == "done\n")
    }

    @Test(arguments: [1, 4096]) func sampledEstimatesStayTrueWhileThreadsAreTraced(interval: Int) async throws {
        let run = try await RecordedRun("TraceStress", ["100"], interval: interval)
        #expect(run.status == .exited(0), "\(run.output)")
        let profile = run.recording.heapProfile()
        #expect(profile.sampling.dropped == 0)
        let allocated = profile.sites.reduce(Usage()) { $0 + $1.allocated }
        let error = abs(allocated.bytes.value - Double(profile.totals.allocatedBytes))
        // Six standard deviations of the estimate itself.
        #expect(error <= 6 * allocated.bytes.variance.squareRoot() + 100_000)
    }

    /// Then malloc is found before the hooks, and what they count is nothing.
    @Test func hooksInALibraryThatIsLoadedLateSaySo() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("late-\(UUID().uuidString).so").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let result = try await Subprocess.run(
            .path(FilePath("\(BuildProducts.package)/scripts/late-hooks.sh")),
            arguments: [path],
            output: .discarded,
            error: .string(limit: 1 << 16)
        )
        try #require(result.terminationStatus == .exited(0), "\(result.standardError)")
        let library = try #require(dlopen(path, RTLD_NOW | RTLD_LOCAL))
        let symbol = try #require(dlsym(library, "trimtab_hooks_status"))
        typealias Status = @convention(c) () -> CInt
        // As CTrimtabHooks.h declares it.
        let status = unsafeBitCast(symbol, to: Status.self)
        #expect(status() == 4)
    }
}
