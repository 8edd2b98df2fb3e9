import Foundation
import Testing

@testable import Profiles

/// Symbolicates this very test program.
@Suite struct SymbolicationTests {
    private func knownFrame(in profile: HeapProfile) -> Frame? {
        profile.locations.flatMap(\.frames).first { $0.function.contains("KnownFunction.returnAddresses()") }
    }

    private func withSymbolizer(_ path: String) -> [String: String] {
        ["TRIMTAB_SYMBOLIZER": path]
    }

    private func script(_ text: String, in directory: TemporaryDirectory) throws -> String {
        let path = try directory.write(Array("#!/bin/sh\n\(text)\n".utf8), to: "symbolizer")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    @Test func findsFunctionFileAndLine() async throws {
        let image = try KnownFunction.image()
        let symbolicator = Symbolicator(timeLimit: .seconds(300))
        let profile = await KnownFunction.profile(image: image).symbolicated(by: symbolicator)
        let frame = try #require(knownFrame(in: profile))
        #expect(frame.function == "static KnownFunction.returnAddresses()")
        #expect(frame.mangledName.hasPrefix("$s13ProfilesTests13KnownFunctionO"))
        #expect(frame.file?.hasSuffix("Support/KnownFunction.swift") == true)
        #expect(frame.line == KnownFunction.line)
        #expect(frame.origin == .application)
        #expect(await symbolicator.warnings.isEmpty)
    }

    @Test func answersAgainFromTheSameProcess() async throws {
        let image = try KnownFunction.image()
        let symbolicator = Symbolicator(timeLimit: .seconds(300))
        let profile = KnownFunction.profile(image: image)
        _ = await profile.symbolicated(by: symbolicator, topSites: 0)
        let first = await symbolicator.frames(at: Array(profile.locations.map(\.address).prefix(1)), in: image)
        let all = await profile.symbolicated(by: symbolicator)
        #expect(first.values.first == all.locations.first?.frames)
        #expect(knownFrame(in: all) != nil)
    }

    @Test func looksUpOnlyTheTopSitesWhenAsked() async throws {
        var profile = KnownFunction.profile(image: try KnownFunction.image())
        let used = Usage(objects: Estimate(value: 1), bytes: Estimate(value: 10))
        profile.sites = [Site(stack: [0], inUse: used, allocated: used, atPeak: used), Site(stack: [1])]
        let result = await profile.symbolicated(by: Symbolicator(), topSites: 1)
        #expect(!result.locations[0].frames.isEmpty)
        #expect(result.locations[1].frames.isEmpty)
    }

    @Test func namesFunctionsFromTheSymbolTableWithoutAToolchain() async throws {
        let profile = KnownFunction.profile(image: try KnownFunction.image())
        let symbolicator = Symbolicator(environment: [:])
        let frame = await knownFrame(in: profile.symbolicated(by: symbolicator))
        #expect(frame?.function == "static KnownFunction.returnAddresses()")
        #expect(frame?.line == nil)
        let warnings = await symbolicator.warnings
        #expect(warnings.count == 1)
        #expect(warnings.first?.hasPrefix("llvm-symbolizer: not found beside swiftc") == true)
    }

    @Test func saysThatTheSymbolizerGivenCannotBeRun() async throws {
        let symbolicator = Symbolicator(environment: withSymbolizer("/nonexistent/symbolizer"))
        let profile = KnownFunction.profile(image: try KnownFunction.image())
        #expect(await knownFrame(in: profile.symbolicated(by: symbolicator)) != nil)
        #expect(await symbolicator.warnings.first?.hasPrefix("/nonexistent/symbolizer: is no program") == true)
    }

    @Test func saysThatASymbolDirectoryCannotBeRead() async {
        let symbolicator = Symbolicator(symbolDirectories: ["/nonexistent/symbols"])
        #expect(await symbolicator.warnings.first?.hasPrefix("/nonexistent/symbols: is no directory") == true)
    }

    @Test(arguments: ["exit 1", "exec yes", "exec tail -f /dev/null"])
    func fallsBackToTheSymbolTableWhenTheSymbolizerFails(text: String) async throws {
        let directory = try TemporaryDirectory()
        let symbolicator = Symbolicator(
            environment: withSymbolizer(try script(text, in: directory)),
            timeLimit: .milliseconds(100)
        )
        let profile = KnownFunction.profile(image: try KnownFunction.image())
        #expect(await knownFrame(in: profile.symbolicated(by: symbolicator)) != nil)
        let warnings = await symbolicator.warnings
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains("llvm-symbolizer failed or took too long") == true)
    }

    @Test(arguments: [0, 1, 2])
    func findsFilesByBuildID(layout: Int) async throws {
        let directory = try TemporaryDirectory()
        var image = try KnownFunction.image()
        try #require(image.buildID.count > 2, "the test program has no build id")
        let id = image.buildID.map { String(format: "%02x", $0) }.joined()
        let link =
            [".build-id/\(id.prefix(2))/\(id.dropFirst(2)).debug", "\(id)/debug", "app"].map {
                URL(fileURLWithPath: "\(directory.path)/\($0)")
            }[layout]
        try FileManager.default.createDirectory(
            at: link.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: image.path)
        image.path = "/nonexistent/app"
        let symbolicator = Symbolicator(symbolDirectories: [directory.path], timeLimit: .seconds(300))
        let profile = await KnownFunction.profile(image: image).symbolicated(by: symbolicator)
        #expect(knownFrame(in: profile)?.line == KnownFunction.line)
        #expect(await symbolicator.warnings.isEmpty)
    }

    @Test func usesNoFileOfAnotherBuild() async throws {
        var image = try KnownFunction.image()
        image.buildID = [1, 2, 3]
        let symbolicator = Symbolicator()
        let profile = await KnownFunction.profile(image: image).symbolicated(by: symbolicator)
        let name = try #require(profile.locations.first?.frames.first?.function)
        #expect(name.hasPrefix("0x"))
        #expect(name.hasSuffix("(\(URL(fileURLWithPath: image.path).lastPathComponent))"))
        let warnings = await symbolicator.warnings
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains("was rebuilt since the recording") == true)
    }

    @Test(arguments: ["[vdso]", "linux-vdso.so.1"])
    func showsAddressesOfMemoryWithoutAFile(name: String) async {
        let image = Image(path: name, range: 0x1000..<0x2000, bias: 0x1000)
        let profile = HeapProfile(
            images: [image],
            locations: [Location(address: 0x1010, image: 0), Location(address: 0x9999)],
            sites: [Site(stack: [0, 1])]
        )
        let symbolicator = Symbolicator()
        let result = await profile.symbolicated(by: symbolicator)
        #expect(result.locations.map { $0.frames.map(\.function) } == [["0xf (\(name))"], ["0x9999"]])
        #expect(await symbolicator.warnings.isEmpty)
    }
}
