import Foundation
import Subprocess
import Testing

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// A workload of this package, built as SwiftPM would not build it here: with the runtime inside, or stripped.
final class CompiledProgram {
    let path: String
    private let folder: URL

    /// - Parameters:
    ///   - workload: The name of a folder in Tests/Workloads.
    ///   - options: What the compiler is told beside the package's own settings.
    init(_ workload: String, _ options: [String], file: String = #filePath) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("compiled-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let sources = URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Workloads/\(workload)")
        let files = try FileManager.default.contentsOfDirectory(atPath: sources.path).filter { $0.hasSuffix(".swift") }
        path = folder.appendingPathComponent(workload).path
        let settings = ["-parse-as-library", "-swift-version", "6", "-module-name", workload, "-o", path]
        let result = try await Subprocess.run(
            .name("swiftc"),
            arguments: Arguments(
                settings + ["-enable-upcoming-feature", "NonisolatedNonsendingByDefault"] + options
                    + files.sorted().map { sources.appendingPathComponent($0).path }
            ),
            output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16)
        )
        try #require(result.terminationStatus.isSuccess, "\(result.standardError)")
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }
}
