extension CPUProfile {
    /// The profile as a gzipped pprof file, which `go tool pprof` and the tools around it read.
    ///
    /// Sample types are those of Go's CPU profiles: `samples` and, shown by default, `cpu` in nanoseconds. What sampling
    /// dropped is a comment.
    public func pprof() throws(PprofError) -> [UInt8] {
        try PprofContents(self).compressed()
    }
}

extension PprofContents {
    init(_ profile: CPUProfile) {
        programPath = profile.program.path
        start = profile.start
        duration = profile.duration
        images = profile.images
        locations = profile.locations
        sampleTypes = [("samples", "count"), ("cpu", "nanoseconds")]
        samples = profile.stacks.lazy.map { [threads = profile.threads] stack in
            Sample(
                stack: stack.stack,
                values: [stack.time.samples, stack.time.count],
                labels: Self.thread(stack.thread, of: threads) + Self.labels(stack.labels)
            )
        }
        defaultSampleType = "cpu"
        periodType = ("cpu", "nanoseconds")
        period = profile.period
        let facts = [
            ("pid", profile.program.processID), ("samples", profile.sampling.taken),
            ("samples_dropped", profile.sampling.dropped), ("stacks_dropped", profile.sampling.droppedStacks),
            ("threads_refused", profile.sampling.refusedThreads),
        ]
        let used = profile.nanosecondsUsed.map { " cpu_nanoseconds=\($0)" } ?? ""
        comment = "trimtab " + facts.map { "\($0)=\($1)" }.joined(separator: " ") + used
    }
}
