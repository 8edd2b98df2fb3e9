import Subprocess
import Testing

@testable import Profiles

/// The callers that await an allocating function, which are not on its stack.
struct AsyncFramesTests {
    private static let chains: [(bytes: Int, functions: [String])] = [
        (100_001, ["Treasure.init(bytes:)", "fifth(_:)", "fourth(_:)", "Vault.third()", "second(_:)", "first(_:)"]),
        (200_002, ["Treasure.init(bytes:)", "keepLater(_:bytes:)", "onTheMainActor(_:)"]),
        (300_003, ["Treasure.init(bytes:)", "keepLater(_:bytes:)", "bound(_:)"]),
        (400_004, ["Treasure.init(bytes:)", "keepLater(_:bytes:)", "grouped(_:)"]),
    ]

    @Test func followsAwaitsInADynamicProgram() async throws {
        try await check(RecordedRun("PlantedAsync", interval: 1))
    }

    @Test(arguments: [["-Onone"], ["-O"]])
    func followsAwaitsInAStaticProgram(optimization: [String]) async throws {
        // SwiftPM keeps frame pointers in what it builds.
        let options = ["-g", "-static-stdlib", "-Xcc", "-fno-omit-frame-pointer"]
        let program = try await CompiledProgram("PlantedAsync", options + optimization)
        try await check(RecordedRun(program.path, interval: 1))
    }

    @Test func followsAwaitsWithoutFramePointers() async throws {
        let program = try await CompiledProgram("PlantedAsync", ["-g", "-O"])
        try await check(RecordedRun(program.path, interval: 1))
    }

    @Test func endsAtTheExecutorWhereTheBoundaryIsUnknown() async throws {
        let program = try await CompiledProgram("PlantedAsync", ["-g", "-O", "-static-stdlib"])
        let run = try await RecordedRun(program.path, interval: 1)
        #expect(run.status == .exited(0))
        let functions = try await functions(allocating: 100_001, in: run)
        #expect(functions.contains("fifth(_:)"))
    }

    private func check(_ run: RecordedRun) async throws {
        #expect(run.output == "kept 4\n")
        for chain in Self.chains {
            let functions = try await functions(allocating: chain.bytes, in: run)
            // Between them stand the runtime's functions, thunks, and the parts of one function.
            var rest = chain.functions[...]
            for function in functions where function == rest.first { rest = rest.dropFirst() }
            #expect(rest.isEmpty, "\(chain.bytes): \(functions)")
        }
    }

    /// The functions on the stack of the one array of so many bytes, innermost first.
    private func functions(allocating bytes: Int, in run: RecordedRun) async throws -> [String] {
        let profile = await run.recording.heapProfile().symbolicated(by: Symbolicator())
        let sample = try #require(profile.samples.first { (bytes...bytes + 100).contains($0.size) })
        return profile.sites[sample.site].stack.flatMap { profile.locations[$0].frames }.map(\.function)
    }
}
