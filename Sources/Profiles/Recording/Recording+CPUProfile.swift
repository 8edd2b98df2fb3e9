internal import CTrimtabPlatform

extension Recording {
    /// What processor time was used for, as of the moment when the recording was read; its locations have no names yet.
    ///
    /// - Returns: nil if processor time was not sampled (`trimtab run --cpu`).
    public func cpuProfile() -> CPUProfile? {
        guard header.cpu_period > 0 else { return nil }
        let tables = CPUTables(
            nodes: section(TRIMTAB_SECTION_CPU_NODES),
            stacks: section(TRIMTAB_SECTION_CPU_STACKS),
            threads: section(TRIMTAB_SECTION_THREADS),
            labels: section(TRIMTAB_SECTION_LABELS)
        )
        let isRunning = state != .ended && isProcessAlive
        var profile = tables.profile(since: nil, images: images(), isProcessRunning: isRunning)
        profile.program = program
        profile.period = Int(recorded: header.cpu_period)
        profile.start = startDate
        let clock = RecordingClock(header: header)
        profile.duration = clock.seconds(header.end_time != 0 ? header.end_time : header.last_time)
        profile.nanosecondsUsed = Int(recorded: header.cpu_nanoseconds)
        profile.sampling = CPUSamplingStatistics(
            taken: Int(recorded: header.cpu_samples),
            dropped: Int(recorded: header.cpu_samples_dropped),
            droppedStacks: Int(recorded: header.cpu_stacks_dropped),
            refusedThreads: Int(recorded: header.cpu_threads_refused)
        )
        return profile
    }
}
