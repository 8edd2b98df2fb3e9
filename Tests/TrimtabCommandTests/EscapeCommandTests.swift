import Foundation
import Subprocess
import Testing

/// `trimtab escape`, run on a small package as a person or a CI job runs it.
struct EscapeCommandTests {
    private static let manifest = """
        // swift-tools-version: 6.0
        import PackageDescription
        let package = Package(name: "small", targets: [.target(name: "Lib", path: "Lib")])
        """
    private static let source = """
        public final class Row {}
        @inline(never) public func make(_ n: Int) -> () -> Int { { n } }
        @inline(never) public func free(_ n: Int) -> Int { n &+ 1 }
        """

    private func package(_ source: String = source) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("Package.swift", Self.manifest)
        try FileManager.default.createDirectory(atPath: "\(folder.path)/Lib", withIntermediateDirectories: true)
        try folder.write("Lib/Lib.swift", source)
        return folder
    }

    @Test func printsFindingsAndKeepsProgressApart() async throws {
        let folder = try package()
        let run = try await CommandLineTool.run(["escape"], in: folder)
        #expect(run.status == .exited(0), "\(run.errors)")
        #expect(run.text.contains("Lib/Lib.swift:2:58: heap: the context of closure #1 in make(_:)"), "\(run.text)")
        #expect(!run.text.contains("analyzing"))
        #expect(run.errors.contains("analyzing Lib"))
    }

    @Test func aBaselineAcceptsWhatIsThereAndFailsOnMore() async throws {
        let folder = try package()
        let write = try await CommandLineTool.run(["escape", "-q", "--write-baseline", "b.json", "--json"], in: folder)
        #expect(write.status == .exited(0), "\(write.errors)")
        let arguments = ["escape", "-q", "--baseline", "b.json", "--fail-on-new"]
        #expect(try await CommandLineTool.run(arguments, in: folder).status == .exited(0))
        let more = "\n@inline(never) public func other(_ n: Int) -> () -> Int { { n } }\n"
        try folder.write("Lib/Lib.swift", "\n\n" + Self.source + more)
        let run = try await CommandLineTool.run(arguments, in: folder)
        #expect(run.status == .exited(1), "\(run.errors)")
        #expect(run.text.contains("other(_:)"))
        #expect(!run.text.contains("in make(_:)"))
    }

    @Test func aBaselineOfAnotherToolchainIsRefused() async throws {
        let folder = try package()
        let baseline = "{\"version\": 1, \"toolchain\": \"Swift 5\", \"isOptimized\": true, \"entries\": []}"
        try folder.write("b.json", baseline)
        let arguments = ["escape", "-q", "--baseline", "b.json"]
        let run = try await CommandLineTool.run(arguments, in: folder)
        #expect(run.status == .exited(2))
        #expect(run.errors.contains("Swift 5"))
        let accepted = try await CommandLineTool.run(arguments + ["--any-toolchain"], in: folder)
        #expect(accepted.status == .exited(0), "\(accepted.errors)")
    }

    @Test func filesThatDoNotCompileShowTheErrorsAndEndWithThree() async throws {
        let folder = try package("public func f() -> Int { \"text\" }\n")
        let run = try await CommandLineTool.run(["escape", "-q"], in: folder)
        #expect(run.status == .exited(3))
        #expect(run.errors.contains("cannot convert return expression"))
        #expect(run.text.isEmpty)
    }

    @Test(arguments: [
        (["escape"], "there is no Package.swift"),
        (["escape", "--fail-on-new"], "--fail-on-new needs --baseline"),
        (["escape", "--baseline", "none.json"], "none.json"),
        (["escape", "--state", "somewhere"], "somewhere"),
        (["escape", "--profile", "none.pb.gz"], "there is no such file"),
        (["escape", "--json", "--sarif"], "cannot both go to standard output"),
        (["report", "r.trimtab", "--escape", "escape.json"], "add --html FILE"),
        (["report", "r.trimtab", "--html", "r.html", "--escape", "none.json"], "write it with trimtab escape --json"),
    ]) func wrongArgumentsEndWithTwo(arguments: [String], message: String) async throws {
        let folder = try TemporaryFolder()
        let run = try await CommandLineTool.run(arguments, in: folder)
        #expect(run.status == .exited(2), "\(run.errors)")
        #expect(run.errors.contains(message), "\(run.errors)")
    }

    /// The page of a recording says why the lines allocate that the report has findings for.
    @Test func aPageSaysWhyItsSitesAllocate() async throws {
        let source = """
            nonisolated(unsafe) var kept: [() -> Int] = []
            @inline(never) func make(_ n: Int) -> () -> Int { { n } }
            for n in 0..<1000 { kept.append(make(n)) }
            """
        let folder = try TemporaryFolder()
        let manifest = Self.manifest.replacing(".target(", with: ".executableTarget(")
        try folder.write("Package.swift", manifest)
        try FileManager.default.createDirectory(atPath: "\(folder.path)/Lib", withIntermediateDirectories: true)
        try folder.write("Lib/main.swift", source)
        let escape = try await CommandLineTool.run(["escape", "-q", "--json", "escape.json"], in: folder)
        #expect(escape.status == .exited(0), "\(escape.errors)")
        let compiler = ["swiftc", "-O", "-g", "\(folder.path)/Lib/main.swift", "-o", "program"]
        let compile = try await CommandLineTool.run(program: "/usr/bin/env", compiler, in: folder)
        try #require(compile.status == .exited(0), "\(compile.errors)")
        let options = ["run", "-q", "--interval", "1", "--output", "r.trimtab", "--", "./program"]
        #expect(try await CommandLineTool.run(options, in: folder).status == .exited(0))
        let page = ["report", "r.trimtab", "--html", "-"]
        let plain = try await CommandLineTool.run(page, in: folder)
        let explained = try await CommandLineTool.run(page + ["--escape", "escape.json"], in: folder)
        let reason = "the context of closure #1 in make(_:) is made because the closure escapes"
        #expect(!plain.text.contains(reason))
        #expect(explained.text.contains(reason), "\(explained.errors)")
    }

    @Test func filtersNarrowWhatIsShown() async throws {
        let folder = try package()
        let run = try await CommandLineTool.run(["escape", "-q", "--function", "nothing"], in: folder)
        #expect(run.status == .exited(0), "\(run.errors)")
        #expect(run.text.contains("0 heap, 0 stack"))
    }
}
