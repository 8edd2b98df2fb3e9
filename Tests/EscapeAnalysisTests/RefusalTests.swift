import EscapeAnalysis
import Foundation
import Testing

struct RefusalTests {
    @Test func aFolderWithoutAPackageIsNamed() async throws {
        let folder = try PackageFolder(name: "empty")
        defer { withExtendedLifetime(folder) {} }
        let error = await #expect(throws: EscapeError.self) { try await EscapeAnalysis(package: folder.path).run() }
        #expect(error?.code == .noPackage)
        #expect(error?.description.contains(folder.path) == true)
    }

    @Test func compilerErrorsComeThrough() async throws {
        let folder = try PackageFolder(name: "broken")
        defer { withExtendedLifetime(folder) {} }
        try folder.addTarget("Broken", source: "public func f() -> Int { \"not a number\" }\n")
        let error = await #expect(throws: EscapeError.self) { try await EscapeAnalysis(package: folder.path).run() }
        #expect(error?.code == .buildFailed)
        #expect(error?.output.contains("cannot convert return expression") == true, "\(error?.output ?? "")")
    }

    @Test func unknownTargetsAreRefusedBeforeTheBuild() async throws {
        let folder = try PackageFolder(name: "targets")
        defer { withExtendedLifetime(folder) {} }
        try folder.addTarget("Known", source: "public func f() {}\n")
        let analysis = EscapeAnalysis(package: folder.path, options: EscapeAnalysis.Options(targets: ["Other"]))
        let error = await #expect(throws: EscapeError.self) { try await analysis.run() }
        #expect(error?.code == .unknownTarget)
        #expect(error?.description.contains("Known") == true)
    }

    @Test func withoutAToolchainTheErrorSaysSo() async throws {
        let folder = try PackageFolder(name: "toolchain")
        defer { withExtendedLifetime(folder) {} }
        try folder.addTarget("Known", source: "public func f() {}\n")
        let analysis = EscapeAnalysis(package: folder.path, environment: ["PATH": folder.path])
        let error = await #expect(throws: EscapeError.self) { try await analysis.run() }
        #expect(error?.code == .noToolchain)
    }

    @Test func changedFilesAreAnalyzedAgain() async throws {
        let folder = try PackageFolder(name: "incremental")
        defer { withExtendedLifetime(folder) {} }
        try folder.addTarget("Lib", source: "public final class A {}\n@inline(never) public func f() -> Int { 1 }\n")
        let analysis = EscapeAnalysis(package: folder.path)
        let before = try await analysis.run()
        #expect(before.findings.filter { $0.function.hasPrefix("f(") }.isEmpty)
        try folder.write(
            "public final class A {}\n@inline(never) public func f() -> A { A() }\n",
            to: "Sources/Lib/Lib.swift"
        )
        let after = try await analysis.run()
        #expect(after.findings.contains { $0.function.hasPrefix("f(") && $0.kind == .classInstance })
        #expect(try await analysis.run() == after)
    }
}
