import Foundation
import Subprocess
import Testing

/// `trimtab doctor` on this machine, as a person runs it.
struct DoctorCommandTests {
    private struct Document: Decodable {
        struct Check: Decodable {
            var topic: String
            var status: String
            var link: String
        }

        var version: Int
        var isSound: Bool
        var checks: [Check]
    }

    @Test func theStatusSaysWhetherThereAreFindings() async throws {
        let folder = try TemporaryFolder()
        let run = try await CommandLineTool.run(["doctor", "--json"], in: folder)
        let document = try JSONDecoder().decode(Document.self, from: Data(run.output))
        #expect(document.version == 1)
        #expect(document.checks.contains { $0.topic == "transparent-huge-pages" })
        #expect(run.status == .exited(document.isSound ? 0 : 1))
        #expect(document.isSound == !document.checks.contains { $0.status == "finding" })
    }

    @Test func aProcessIsLookedAtWithItsOwnLimitsAndAllocator() async throws {
        let folder = try TemporaryFolder()
        let script = """
            ulimit -n 64; MALLOC_CONF=narenas:1 sleep 600 & id=$!
            '\(CommandLineTool.path)' doctor $id --json; status=$?; kill $id; exit $status
            """
        let run = try await CommandLineTool.run(program: "/bin/sh", ["-c", script], in: folder)
        #expect(run.status == .exited(1), "\(run.errors)")
        let document = try JSONDecoder().decode(Document.self, from: Data(run.output))
        let findings = Set(document.checks.filter { $0.status == "finding" }.map(\.topic))
        #expect(findings.isSuperset(of: ["open-files", "allocator-settings"]), "\(findings)")
    }

    @Test func aPackageWithoutBuiltProgramsIsToldSo() async throws {
        let folder = try TemporaryFolder()
        try folder.write("Package.swift", "// swift-tools-version: 6.0\n")
        let run = try await CommandLineTool.run(["doctor", "--package", "."], in: folder)
        #expect(run.text.contains("there is no built program"), "\(run.errors)")
    }

    @Test(arguments: [
        (["0"], "'0' is no process id"), (["x"], "'x' is no process id"),
        (["--package", "."], "there is no Package.swift"),
        (["1", "--package", "."], "not both"), (["2147483647"], "there is no process"),
    ]) func wrongArgumentsEndWithTwo(arguments: [String], message: String) async throws {
        let folder = try TemporaryFolder()
        expectRefusal(try await CommandLineTool.run(["doctor"] + arguments, in: folder), message)
    }
}
