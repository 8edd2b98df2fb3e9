import Subprocess
import Testing

@testable import Profiles

/// Planted shares of processor time, measured by the program itself on the clocks of its threads.
struct CPUSharesTests {
    @Test func sharesAreRightInADynamicProgram() async throws {
        try await check("PlantedCPU")
    }

    @Test(arguments: [["-Onone"], ["-O"]])
    func sharesAreRightInAStaticProgram(optimization: [String]) async throws {
        let options = ["-g", "-static-stdlib", "-Xcc", "-fno-omit-frame-pointer"]
        let program = try await CompiledProgram("PlantedCPU", options + optimization)
        try await check(program.path)
    }

    @Test func sharesAreRightWithoutFramePointers() async throws {
        let program = try await CompiledProgram("PlantedCPU", ["-g", "-O"])
        try await check(program.path)
    }

    /// Samples come with the kernel's tick at most: it takes this frequency to have one with each.
    private static func run(_ program: String) async throws -> RecordedRun {
        try await RecordedRun(program, interval: 524_288, more: ["TRIMTAB_CPU": "1000"])
    }

    /// On a busy machine a thread can go without the kernel's tick for long, which then counts for where it is by then: but
    /// not in each of three runs.
    private func check(_ program: String) async throws {
        var wrong: [String] = []
        for _ in 0..<3 {
            wrong = try await wrongShares(of: Self.run(program))
            if wrong.isEmpty { return }
        }
        Issue.record("\(wrong)")
    }

    private func wrongShares(of run: RecordedRun) async throws -> [String] {
        #expect(run.status == .exited(0))
        let profile = try #require(await run.recording.cpuProfile()?.symbolicated(by: Symbolicator()))
        let used = Dictionary(
            uniqueKeysWithValues: run.output.split(separator: "\n").map { line in
                let parts = line.split(separator: " ", maxSplits: 1)
                return (String(parts[1]), Double(parts[0]) ?? 0)
            }
        )
        #expect(used.count == 6)
        let total = used.values.reduce(0, +)
        let sampled = profile.stacks.reduce(0) { $0 + $1.time.value }
        #expect(profile.sampling.dropped == 0 && profile.sampling.refusedThreads == 0)
        // Nearly all that the process used was seen.
        let processTime = try #require(profile.nanosecondsUsed)
        #expect(sampled > 0.9 * Double(processTime) && sampled < 1.1 * Double(processTime))
        return used.compactMap { name, nanoseconds in
            let time = profile.stacks.filter { stack in
                profile.frames(ofStack: stack.stack).contains { $0.function == name }
            }.reduce(0) { $0 + $1.time.value }
            let (share, planted) = (time / sampled, nanoseconds / total)
            return abs(share - planted) < 0.03 ? nil : "\(name): \(share) instead of \(planted)"
        }
    }
}
