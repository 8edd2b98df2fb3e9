import BuildProducts
import Foundation
import Subprocess
import Testing

/// Where there is no room for a recording, the program runs without one.
struct FullDiskTests {
    @Test func aFileSystemThatIsTooSmallCostsTheRecordingAlone() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("full-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let script = """
            mount -t tmpfs -o size=256k none '\(folder)' || exit 77
            : > '\(folder)/recording'
            LD_PRELOAD='\(RecordedRun.preload)' TRIMTAB_RECORDING='\(folder)/recording' TRIMTAB_SAMPLING_INTERVAL=64 \\
              '\(BuildProducts.path(of: "AllocationStress"))' 2 2000 || exit
            head -c 100000 '\(folder)/recording' | tr -d '\\000' | wc -c
            """
        let result = try await Subprocess.run(
            .name("unshare"),
            arguments: ["--user", "--map-root-user", "--mount", "sh", "-c", script],
            output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16)
        )
        // Where no user may have a file system of their own.
        if result.terminationStatus == .exited(77) || result.standardError.hasPrefix("unshare:") {
            print("skipped check: a full disk costs the recording alone: \(result.standardError)")
            return
        }
        #expect(result.terminationStatus == .exited(0), "\(result.standardError)")
        #expect(StressCounts(result.standardOutput) != nil)
        // The recording was never begun.
        #expect(result.standardOutput.split(separator: "\n").last?.trimmingCharacters(in: .whitespaces) == "0")
    }
}
