import BuildProducts
import Foundation
import Subprocess
import Testing

@testable import Profiles

/// A run that was killed together with its `trimtab` is told of by the next.
struct RunPredecessorTests {
    private static let service = BuildProducts.path(of: "GrowingService")

    /// Lets the service grow under `trimtab run`, and kills both.
    private func killBoth(in folder: TemporaryFolder, output: String) async throws {
        let script = """
            rm -f out
            "$0" run --interval 64KiB -o \(output) -- \(Self.service) > out & pid=$!
            while ! grep -qs grown out; do kill -0 $pid || exit 9; sleep 0.05; done
            child=$(cat /proc/$pid/task/$pid/children)
            kill -9 $pid $child; wait $pid
            # Nobody may reap it; it is gone when its last thread is.
            while kill -0 $child 2>/dev/null; do
              grep -q '^State:.Z' /proc/$child/status && grep -q '^Threads:.1$' /proc/$child/status && break
              sleep 0.05
            done
            """
        _ = try await CommandLineTool.run(program: "/bin/sh", ["-c", script, CommandLineTool.path], in: folder)
    }

    @Test func theNextRunNamesTypeAndSite() async throws {
        let folder = try TemporaryFolder()
        try await killBoth(in: folder, output: "r.trimtab")
        #expect(folder.contents == ["out", "r.trimtab.running"])
        let next = try await CommandLineTool.run(["run", "-o", "r.trimtab", "--", Self.service, "once"], in: folder)
        #expect(next.status == .exited(0))
        #expect(next.text == "ready\n")
        let told = next.errorLines.filter { $0.hasPrefix("trimtab: ") }
        #expect(told.first?.contains("The previous run of GrowingService (pid ") == true, "\(next.errors)")
        #expect(told.contains { $0.contains("VisitRegister.add(_:), of type Array<GrowingService.Visit> storage,") })
        #expect(told.contains { $0.hasSuffix("VisitRegister.swift:7.") })
        #expect(told.last == "trimtab: All of it: trimtab report r.trimtab.1")
        #expect(folder.contents == ["out", "r.trimtab", "r.trimtab.1"])

        let third = try await CommandLineTool.run(["run", "-o", "r.trimtab", "--", Self.service, "once"], in: folder)
        #expect(!third.errors.contains("The previous run"))
    }

    @Test func quietKeepsItAndSaysNothing() async throws {
        let folder = try TemporaryFolder()
        for _ in 0..<2 { try await killBoth(in: folder, output: "r.trimtab") }
        let next = try await CommandLineTool.run(["run", "-q", "-o", "r.trimtab", "--", "true"], in: folder)
        #expect(next.errors.isEmpty, "\(next.errors)")
        #expect(folder.contents == ["out", "r.trimtab", "r.trimtab.1", "r.trimtab.2"])
    }

    @Test(arguments: ["", "a note\n"]) func aFileOfThatNameThatIsNoRecordingStays(content: String) async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("r.trimtab.running", content)
        let command = ["run", "-q", "-o", "r.trimtab", "--", Self.service, "once"]
        let next = try await CommandLineTool.run(command, in: folder)
        #expect(next.status == .exited(0))
        #expect(next.errors.isEmpty, "\(next.errors)")
        #expect(try Recording(contentsOf: "\(folder.path)/r.trimtab").state == .ended)
        // An empty one was ours.
        #expect(FileManager.default.contents(atPath: file) == (content.isEmpty ? nil : Data(content.utf8)))
    }

    @Test func twoRunsWithTheSameOutputBothRecord() async throws {
        let folder = try TemporaryFolder()
        let script = """
            for i in 1 2; do
              "$0" run -q --json $i.json -o r.trimtab -- \(Self.service) once > out$i &
            done
            wait
            """
        let arguments = ["-c", script, CommandLineTool.path]
        let result = try await CommandLineTool.run(program: "/bin/sh", arguments, in: folder)
        #expect(result.errors.isEmpty)
        for number in 1...2 {
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(number).json"))
            let facts = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            #expect((facts["allocations"] as? Int ?? 0) > 100)
        }
        #expect(folder.contents == ["1.json", "2.json", "out1", "out2", "r.trimtab"])
    }

    /// The other `trimtab` is still busy with its summary: its program has ended, its file has not been saved.
    @Test func theFileOfAnotherTrimtabIsLeftToIt() async throws {
        let folder = try TemporaryFolder()
        let first = ["run", "-q", "-o", "r.trimtab.running", "--", Self.service, "once"]
        #expect(try await CommandLineTool.run(first, in: folder).status == .exited(0))
        let running = open("\(folder.path)/r.trimtab.running", O_RDONLY | O_CLOEXEC)
        defer { close(running) }
        try #require(flock(running, LOCK_EX | LOCK_NB) == 0)
        let second = ["run", "-q", "-o", "r.trimtab", "--", Self.service, "once"]
        let result = try await CommandLineTool.run(second, in: folder)
        #expect(result.status == .exited(0))
        #expect(result.errors.isEmpty, "\(result.errors)")
        #expect(folder.contents == ["r.trimtab", "r.trimtab.running"])
    }

    /// What cannot be saved stays where it was recorded.
    @Test func aRecordingThatCannotBeSavedIsNotLost() async throws {
        let folder = try TemporaryFolder()
        let script = """
            "$0" run -q -o r.trimtab -- sh -c '\(Self.service) once; mkdir r.trimtab'
            """
        let arguments = ["-c", script, CommandLineTool.path]
        let result = try await CommandLineTool.run(program: "/bin/sh", arguments, in: folder)
        #expect(result.status == .exited(0))
        #expect(result.errors.contains("the recording stays in 'r.trimtab.running'"), "\(result.errors)")
        #expect(folder.contents == ["r.trimtab", "r.trimtab.running"])
        #expect(try Recording(contentsOf: "\(folder.path)/r.trimtab.running").state == .ended)
    }
}
