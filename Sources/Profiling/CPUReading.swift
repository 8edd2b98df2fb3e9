internal import CTrimtabHooks
internal import Foundation
internal import Profiles

/// What the hooks had counted at one moment.
struct CPUReading: Sendable {
    private let tables: CPUTables?
    private let counts: trimtab_cpu_tables

    /// Reads the tables as they are now.
    init() {
        var counts = trimtab_cpu_tables()
        guard trimtab_cpu_read(&counts) else {
            (tables, self.counts) = (nil, counts)
            return
        }
        self.counts = counts
        tables = CPUTables(
            nodes: UnsafeRawBufferPointer(UnsafeBufferPointer(start: counts.nodes, count: Int(counts.node_count))),
            stacks: UnsafeRawBufferPointer(UnsafeBufferPointer(start: counts.stacks, count: Int(counts.stack_count))),
            threads: UnsafeRawBufferPointer(UnsafeBufferPointer(start: counts.threads, count: Int(counts.thread_count)))
        )
    }

    func profile(since before: CPUReading) -> CPUProfile {
        var profile =
            tables?.profile(since: before.tables, images: LoadedImages.all(), isProcessRunning: true) ?? CPUProfile()
        profile.program = Program(
            path: LoadedImages.executable,
            arguments: CommandLine.arguments,
            processID: Int(ProcessInfo.processInfo.processIdentifier)
        )
        profile.period = Int(clamping: counts.period)
        profile.nanosecondsUsed = Int(clamping: counts.used) - Int(clamping: before.counts.used)
        func since(_ count: KeyPath<trimtab_cpu_tables, UInt64>) -> Int {
            Int(clamping: counts[keyPath: count] &- before.counts[keyPath: count])
        }
        profile.sampling = CPUSamplingStatistics(
            taken: since(\.samples),
            dropped: since(\.samples_dropped),
            droppedStacks: since(\.stacks_dropped),
            refusedThreads: since(\.threads_refused)
        )
        return profile
    }
}
