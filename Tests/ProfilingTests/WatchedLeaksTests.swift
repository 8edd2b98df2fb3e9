import BuildProducts
import Foundation
import Subprocess
import Testing

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// A real service that watches itself by its own recording, in time that runs fast.
@Suite struct WatchedLeaksTests {
    @Test func logsWhatItLeaksByTypeAndLine() async throws {
        let run = try ServiceRun()
        defer { run.remove() }
        let result = try await Subprocess.run(
            .path(FilePath(BuildProducts.path(of: "WatchedLeaks"))),
            arguments: ["10"],
            environment: .inherit.updating([
                "TRIMTAB_RECORDING": run.path("watched.trimtab"), "TRIMTAB_SAMPLING_INTERVAL": "16384",
            ]),
            output: .string(limit: 1 << 20),
            error: .discarded
        )
        let text = result.standardOutput
        #expect(result.terminationStatus == .exited(0))
        let lines = text.split(separator: "\n")
        let warnings = lines.filter { $0.contains("warning") && $0.contains("Leak: ") }
        #expect(warnings.count { $0.contains("WatchedLeaks.Session, made by") } == 1, "\(text)")
        #expect(text.contains("found memory WatchedLeaks.Session"), "\(text)")
        #expect(text.contains("found leases lease of pool 'connections'"), "\(text)")
        // A program that holds the runtime in itself has no tasks to show; this one loads it.
        #expect(text.contains("found tasks Task"), "\(text)")
        #expect(lines.contains { $0.hasPrefix("found leases") && $0.contains("WatchedLeaks.swift:") }, "\(text)")
    }
}
