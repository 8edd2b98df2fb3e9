import CTrimtabPlatform
import Logging
import MemoryTuning

/// Frees much of what it allocated, then has it given back, and prints resident memory before and after, in bytes.
///
///     FreedMemory sessions bare|tuner    200,000 sessions, of which 90 % end at random
///     FreedMemory blocks tuner           all of 256 MiB in blocks of 64 KiB
///     FreedMemory stripes tuner          blocks of 1 KB, of which every second is kept: nothing can be given back
@main
struct FreedMemory {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        switch arguments.first {
        case "sessions":
            let sessions = Sessions()
            try await report(by: arguments.last)
            sessions.end()
        case "blocks":
            Blocks.allocateAndFree()
            try await report(by: arguments.last)
        case "stripes":
            let stripes = Stripes()
            try await report(by: arguments.last, times: 5)
            stripes.end()
        default:
            print("usage: FreedMemory sessions|blocks|stripes bare|tuner")
        }
    }

    private static func report(by means: String?, times: Int = 1) async throws {
        let before = MemoryStatistics.read().process.resident ?? 0
        if means == "bare" {
            _ = trimtab_allocator_release()
        } else {
            let tuner = try MemoryTuner(configuration: .init(limit: .off), logger: Logger(label: "FreedMemory"))
            for _ in 0..<times { await tuner.reclaim() }
        }
        let after = MemoryStatistics.read().process.resident ?? 0
        print("\(AllocatorKind.current.rawValue) \(before) \(after)")
    }
}
