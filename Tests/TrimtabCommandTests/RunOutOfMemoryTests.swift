import BuildProducts
import Foundation
import Subprocess
import Testing

/// A program that the kernel kills for lack of memory leaves its recording, and the report says why it died
/// and of what.
struct RunOutOfMemoryTests {
    @Test func saysThatTheKernelKilledTheProgram() async throws {
        let folder = try TemporaryFolder()
        let group = "/sys/fs/cgroup/memory/trimtab-test-\(UUID().uuidString)"
        let limit = "\(group)/memory.limit_in_bytes"
        let unified = group.replacing("/memory/", with: "/")
        // The shell enters a group of 64 MiB and becomes trimtab.
        let enter = """
            if mkdir '\(group)' 2>/dev/null && echo 64M > '\(limit)'; then group='\(group)'
            elif mkdir '\(unified)' 2>/dev/null && echo 64M > '\(unified)/memory.max'; then group='\(unified)'
            else exit 77; fi
            echo 0 > "$group/memory.swap.max" 2>/dev/null
            """
        let setUp = try await CommandLineTool.run(
            program: "/bin/sh",
            ["-c", "\(enter)\nprintf %s \"$group\""],
            in: folder
        )
        guard setUp.status == .exited(0) else {
            print("skipped check: the kernel kills for lack of memory: no memory cgroup may be made here")
            return
        }
        defer { rmdir(setUp.text) }
        let result = try await CommandLineTool.run(
            program: "/bin/sh",
            [
                "-c", "echo $$ > '\(setUp.text)/cgroup.procs' && exec \"$@\"", "sh",
                CommandLineTool.path, "run", "-q", "--interval", "64KiB", "-o", "r.trimtab", "--json", "r.json", "--",
                BuildProducts.path(of: "GrowingService"),
            ],
            in: folder
        )
        #expect(result.status == .exited(137), "\(result.errors)")
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/r.json"))
        let facts = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect((facts["exit"] as? [String: Any])?["oomKilled"] as? Bool == true)
        #expect(folder.contents == ["r.json", "r.trimtab"])
        let types = try #require(facts["types"] as? [[String: Any]])
        #expect(types.first?["name"] as? String == "Array<GrowingService.Visit> storage")
        let findings = try #require(facts["findings"] as? [[String: Any]])
        #expect(findings.first?["kind"] as? String == "outOfMemory")
        #expect(findings.contains { $0["function"] as? String == "VisitRegister.add(_:)" }, "\(findings)")
    }
}
