import Foundation
import Subprocess
import Testing

/// What `trimtab pgo` refuses. Its builds are tested by scripts/peers/check-pgo.sh: they take a minute.
struct PGOCommandTests {
    @Test(arguments: [
        (["--product", "x"], "--workload"),
        (["--product", "x", "--workload", "y", "--rounds", "1"], "--rounds 1"),
        (["--product", "x", "--workload", "y"], "there is no Package.swift"),
        (["--product", "x", "--workload", "y", "--json", "missing/x.json"], "missing"),
    ]) func wrongArgumentsEndWithTwo(arguments: [String], message: String) async throws {
        let folder = try TemporaryFolder()
        expectRefusal(try await CommandLineTool.run(["pgo"] + arguments, in: folder), message)
    }

    @Test func aToolchainWithoutProfileToolsIsToldSo() async throws {
        let folder = try TemporaryFolder()
        try folder.write("Package.swift", "// swift-tools-version: 6.0\n")
        try folder.write("swiftc", "#!/bin/sh\n", mode: 0o755)
        let run = try await CommandLineTool.run(
            ["pgo", "-q", "--product", "x", "--workload", "y"],
            in: folder,
            environment: ["PATH": folder.path]
        )
        #expect(run.status == .exited(3))
        #expect(run.errors.contains("swift-build is not in"), "\(run.errors)")
    }

    @Test func aProductThatDoesNotBuildShowsWhatTheCompilerSays() async throws {
        let folder = try TemporaryFolder()
        try folder.write("Package.swift", "this is no manifest\n")
        let run = try await CommandLineTool.run(["pgo", "-q", "--product", "x", "--workload", "y"], in: folder)
        #expect(run.status == .exited(3))
        #expect(
            run.errors.contains("the usual build of x failed"),
            "\(run.errors)"
        )
    }
}
