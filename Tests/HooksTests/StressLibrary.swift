import BuildProducts
import Foundation
import Subprocess
import Testing

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// The library that the stress loads and unloads, compiled for the test.
final class StressLibrary {
    let path: String

    init() async throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("stress-\(UUID().uuidString).so").path
        let result = try await Subprocess.run(
            .path(FilePath("\(BuildProducts.package)/scripts/stress-library.sh")),
            arguments: [path],
            output: .discarded,
            error: .string(limit: 1 << 16)
        )
        try #require(result.terminationStatus == .exited(0), "\(result.standardError)")
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
