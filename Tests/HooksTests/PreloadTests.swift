import BuildProducts
import Foundation
import Subprocess
import Testing

@testable import Profiles

/// The preload as a file, and in the programs that it is loaded into.
struct PreloadTests {
    @Test func needsLibcAlone() throws {
        #expect(try neededLibraries(of: RecordedRun.preload) == ["libc.so.6"])
    }

    @Test func recordsAProgramThatHasNoSwiftInIt() async throws {
        let run = try await RecordedRun("/bin/ls", ["/"], interval: 1)
        #expect(run.status == .exited(0))
        let profile = run.recording.heapProfile()
        #expect(profile.totals.allocations > 0)
        #expect(!profile.images.contains { $0.path.contains("libswift") })
    }

    @Test func leavesTheRecordingToWhatALauncherStarts() async throws {
        let run = try await RecordedRun(
            "/bin/sh",
            ["-c", "\(BuildProducts.folder)/AllocationStress 1 100; true"],
            interval: 4096
        )
        #expect(run.recording.heapProfile().program.path.hasSuffix("AllocationStress"))
    }

    @Test func namesTheFunctionThatKeepsMemory() async throws {
        let run = try await RecordedRun("PlantedWorkload", ["leak"], interval: 16 * 1024)
        #expect(run.output.contains("kept 10240"))
        let profile = await run.recording.heapProfile().symbolicated(by: Symbolicator())
        let inUse = profile.sites.reduce(Usage()) { $0 + $1.inUse }.bytes
        let planted = Double(10_240 * 4096)
        // More than five standard deviations.
        #expect(abs(inUse.value - planted) < 0.1 * planted)
        let largest = try #require(profile.callSites().max { $0.inUse.bytes.value < $1.inUse.bytes.value })
        let functions = largest.stack.flatMap { profile.locations[$0].frames }.map(\.function)
        #expect(functions.contains { $0.contains("Ledger.keep") })
        #expect(functions.contains { $0.contains("PlantedWorkload.leak") })
    }

    @Test func aKilledProgramLeavesItsRecording() async throws {
        let run = try await RecordedRun("PlantedWorkload", ["crash"], interval: 64 * 1024)
        #expect(run.status == .signaled(9))
        let profile = run.recording.heapProfile()
        #expect(profile.totals.liveObjects >= 10_240)
        #expect(profile.totals.liveBytes >= 10_240 * 4096)
    }

    @Test func aProgramThatLinksTheHooksIsRecordedOnce() async throws {
        let run = try await RecordedRun("CountingWorkload", interval: 1)
        #expect(run.status == .exited(0), "\(run.output)")
        #expect(run.output.contains("counted 1000"))
        // Counted by both copies of the hooks, everything would be there twice.
        let own = try #require(run.output.split(whereSeparator: \.isWhitespace).last.flatMap { Int($0) })
        let totals = run.recording.heapProfile().totals
        #expect((0...200).contains(totals.allocations - own))
    }

    /// The DT_NEEDED entries (tag 1) of a shared library.
    private func neededLibraries(of path: String) throws -> [String] {
        let file = try #require(ELFFile(path: path))
        func contents(_ name: String) throws -> [UInt8] {
            let section = try #require(file.sections.first { $0.name == name })
            return try #require(file.contents(of: section))
        }
        let names = try contents(".dynstr")
        return try contents(".dynamic").withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count - 15, by: 16).compactMap { offset in
                guard bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self) == 1 else { return nil }
                let start = Int(bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
                return String(decoding: names[start...].prefix { $0 != 0 }, as: UTF8.self)
            }
        }
    }
}
