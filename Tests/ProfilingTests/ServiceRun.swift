import BuildProducts
import Foundation
import Subprocess
import Synchronization

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// A program that writes a recording of its own, as a service does, in a folder of its own.
struct ServiceRun {
    static let service = BuildProducts.path(of: "GrowingService")
    static let preload = BuildProducts.path(of: "lib/trimtab/libtrimtab-preload.so")

    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("service-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func remove() {
        try? FileManager.default.removeItem(at: folder)
    }

    /// The names of what lies in the folder, sorted.
    var files: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()) ?? []
    }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// Runs a shell script with `$PROGRAM`, and with `$HOOKS`, a prefix that records the command after it.
    /// - Returns: What came on both streams.
    @discardableResult
    func shell(
        _ script: String,
        recording: String = "service.trimtab"
    ) async throws -> (status: TerminationStatus, text: String) {
        let hooks =
            "env LD_PRELOAD=\(Self.preload) TRIMTAB_RECORDING=\(path(recording)) TRIMTAB_SAMPLING_INTERVAL=65536"
        let result = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: ["-c", "exec 2>&1; cd '\(folder.path)'\n\(script)"],
            environment: .inherit.updating(["PROGRAM": Self.service, "HOOKS": hooks]),
            output: .string(limit: 1 << 20),
            error: .discarded
        )
        return (result.terminationStatus, result.standardOutput)
    }

    /// Lets the service grow to some megabytes and kills it.
    static let killed = """
        rm -f out
        $HOOKS $PROGRAM > out & pid=$!
        while ! grep -qs grown out; do kill -0 $pid || exit 9; sleep 0.05; done
        kill -9 $pid; wait $pid
        """
}
