internal import CTrimtabHooks
internal import CTrimtabPlatform
internal import Profiles

/// What the hooks had counted at one moment.
struct CPUReading: Sendable {
    private var tables: CPUTables?
    private var period = 0
    private var nanosecondsUsed = 0
    private var sampling = CPUSamplingStatistics()

    /// Reads the tables as they are now.
    init() {
        var counts = trimtab_cpu_tables()
        guard trimtab_cpu_read(&counts) else { return }
        period = Int(clamping: counts.period)
        nanosecondsUsed = Int(clamping: counts.used)
        sampling = CPUSamplingStatistics(
            taken: Int(clamping: counts.samples),
            dropped: Int(clamping: counts.samples_dropped),
            droppedStacks: Int(clamping: counts.stacks_dropped),
            refusedThreads: Int(clamping: counts.threads_refused)
        )
        var labels: UnsafePointer<trimtab_label>?
        let labelCount = trimtab_labels(&labels)
        tables = CPUTables(
            nodes: UnsafeRawBufferPointer(UnsafeBufferPointer(start: counts.nodes, count: Int(counts.node_count))),
            stacks: UnsafeRawBufferPointer(UnsafeBufferPointer(start: counts.stacks, count: Int(counts.stack_count))),
            threads: UnsafeRawBufferPointer(
                UnsafeBufferPointer(start: counts.threads, count: Int(counts.thread_count))
            ),
            labels: UnsafeRawBufferPointer(UnsafeBufferPointer(start: labels, count: Int(labelCount)))
        )
    }

    func profile(since before: CPUReading) -> CPUProfile {
        var profile =
            tables?.profile(since: before.tables, images: LoadedImages.all(), isProcessRunning: true) ?? CPUProfile()
        profile.program = LoadedImages.program
        profile.period = period
        profile.nanosecondsUsed = nanosecondsUsed - before.nanosecondsUsed
        profile.sampling = CPUSamplingStatistics(
            taken: sampling.taken - before.sampling.taken,
            dropped: sampling.dropped - before.sampling.dropped,
            droppedStacks: sampling.droppedStacks - before.sampling.droppedStacks,
            refusedThreads: sampling.refusedThreads - before.sampling.refusedThreads
        )
        return profile
    }
}
