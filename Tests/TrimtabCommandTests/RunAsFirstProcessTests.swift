import Foundation
import Subprocess
import Testing

/// In a container `trimtab run` is often process 1.
struct RunAsFirstProcessTests {
    /// `unshare` where it may make a process namespace, else nil.
    private static func unshare(in folder: TemporaryFolder) async throws -> String? {
        let path = "/usr/bin/unshare"
        guard FileManager.default.isExecutableFile(atPath: path),
            try await CommandLineTool.run(program: path, ["--pid", "--fork", "true"], in: folder).status == .exited(0)
        else {
            print("skipped check: trimtab as process 1: no process namespace may be made here")
            return nil
        }
        return path
    }

    @Test func passesTheStatusOnAndRecords() async throws {
        let folder = try TemporaryFolder()
        guard let unshare = try await Self.unshare(in: folder) else { return }
        let result = try await CommandLineTool.run(
            program: unshare,
            ["--pid", "--fork", CommandLineTool.path, "run", "-q", "-o", "r.trimtab", "--", "awk", "BEGIN { exit 5 }"],
            in: folder
        )
        #expect(result.status == .exited(5))
        #expect(folder.contents == ["r.trimtab"])
    }

    @Test func reapsOrphans() async throws {
        let folder = try TemporaryFolder()
        guard let unshare = try await Self.unshare(in: folder) else { return }
        // The inner shell leaves a child to process 1; once that has ended, no zombie may be left of it.
        let script = """
            sh -c 'sh -c "exit 0" & echo $! >orphan'
            id=$(cat orphan)
            for attempt in $(seq 500); do kill -0 "$id" 2>/dev/null || { echo gone; exit 0; }; sleep 0.01; done
            """
        let result = try await CommandLineTool.run(
            program: unshare,
            ["--pid", "--fork", CommandLineTool.path, "run", "-q", "--no-recording", "--", "sh", "-c", script],
            in: folder
        )
        #expect(result.text == "gone\n")
    }
}
