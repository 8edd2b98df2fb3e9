internal import CTrimtabPlatform
internal import struct Foundation.Date

extension Recording {
    /// The profile as of the moment when the recording was read; its locations have no names yet.
    ///
    /// Entries that make no sense, as a process that was killed or a damaged file may leave them, are left out.
    ///
    /// - Parameter samples: Those to keep. Without them the profile takes a fraction of the memory.
    public func heapProfile(samples: HeapProfile.KeptSamples = .all) -> HeapProfile {
        let clock = RecordingClock(header: header)
        let timeline = timeline(clock: clock)
        var threads = RecordedThreads(
            section: section(TRIMTAB_SECTION_THREADS),
            isProcessRunning: state != .ended && isProcessAlive
        )
        let images = images()
        var stacks = RecordedStacks(nodes: section(TRIMTAB_SECTION_NODES), images: images)
        var sites = RecordedSites(section: section(TRIMTAB_SECTION_SITES))
        sites.read(stacks: &stacks, threads: &threads, labels: RecordedLabels(section(TRIMTAB_SECTION_LABELS)))
        var types = BlockType(
            CopiedMemory(ranges: section(TRIMTAB_SECTION_MEMORY), bytes: section(TRIMTAB_SECTION_BYTES))
        )
        sites.addSamples(section(TRIMTAB_SECTION_SAMPLES), clock: clock, types: &types, kept: samples)
        // Consumed: they are changed, and would be copied for that.
        var typed = TypedSites(consume sites)
        typed.assign(locations: stacks.locations, images: images)

        return HeapProfile(
            program: program,
            samplingInterval: max(1, Int(recorded: header.sampling_interval)),
            start: startDate,
            duration: duration(clock: clock, timeline: timeline),
            totals: totals(threads: threads.totals, sites: typed.sites, timeline: timeline, clock: clock),
            sampling: samplingStatistics,
            threads: threads.threads,
            images: images,
            locations: stacks.locations,
            sites: typed.sites,
            timeline: timeline,
            samples: typed.samples
        )
    }

    var startDate: Date? {
        header.start_wall_time == 0 ? nil : Date(timeIntervalSince1970: Double(header.start_wall_time) / 1e9)
    }

    var program: Program {
        let strings = section(TRIMTAB_SECTION_STRINGS)
        return Program(
            path: strings.string(at: header.program_path) ?? "",
            arguments: strings.strings(at: header.command_line),
            processID: processID
        )
    }

    private var samplingStatistics: SamplingStatistics {
        SamplingStatistics(
            taken: Int(recorded: header.samples_taken),
            dropped: Int(recorded: header.samples_dropped),
            truncatedStacks: Int(recorded: header.stacks_truncated),
            droppedStacks: Int(recorded: header.stacks_dropped),
            unwoundStacks: Int(recorded: header.stacks_unwound),
            droppedImages: Int(recorded: header.images_dropped),
            droppedLabels: Int(recorded: header.labels_dropped)
        )
    }

    func images() -> [Image] {
        let table = section(TRIMTAB_SECTION_IMAGES)
        let strings = section(TRIMTAB_SECTION_STRINGS)
        return (0..<table.count).compactMap { number in
            guard let image = table.entry(number, as: trimtab_image.self), image.start < image.end else { return nil }
            return Image(image, path: strings.string(at: image.path) ?? "")
        }
    }

    private func timeline(clock: RecordingClock) -> [TimelinePoint] {
        let table = section(TRIMTAB_SECTION_TIMELINE)
        return (0..<table.count).compactMap { number -> TimelinePoint? in
            guard let point = table.entry(number, as: trimtab_timeline_point.self), point.time != 0 else { return nil }
            return TimelinePoint(
                time: clock.seconds(point.time),
                residentBytes: Int(recorded: point.resident_bytes),
                liveBytes: Int(recorded: UInt64(clamping: point.live_bytes)),
                allocatedBytes: Int(recorded: point.allocated_bytes),
                allocations: Int(recorded: point.allocations),
                deallocations: Int(recorded: point.deallocations)
            )
        }.sorted { $0.time < $1.time }
    }

    private func duration(clock: RecordingClock, timeline: [TimelinePoint]) -> Double {
        let end = header.end_time != 0 ? header.end_time : header.last_time
        return max(clock.seconds(end), timeline.last?.time ?? 0)
    }

    private func totals(
        threads: RecordedThreads.Totals,
        sites: [Site],
        timeline: [TimelinePoint],
        clock: RecordingClock
    ) -> Totals {
        var inUse = 0.0
        var atPeak = 0.0
        for site in sites {
            inUse += site.inUse.bytes.value
            atPeak += site.atPeak.bytes.value
        }
        let isExact = isLiveBytesExact
        let liveBytes = isExact ? max(0, threads.liveBytes) : Int(min(inUse, 0x1p62))
        let peak = isExact ? 0 : Int(min(max(inUse, atPeak), 0x1p62))
        return Totals(
            allocations: threads.allocations,
            deallocations: threads.deallocations,
            allocatedBytes: threads.allocatedBytes,
            liveBytes: liveBytes,
            isLiveBytesExact: isExact,
            peakLiveBytes: max(Int(recorded: header.peak_live_bytes), liveBytes, peak),
            peakLiveTime: clock.seconds(header.peak_live_time),
            // The kernel keeps the peak and the current size by different counters: either may be ahead.
            peakResidentBytes: max(
                Int(recorded: header.peak_resident_bytes),
                timeline.lazy.map(\.residentBytes).max() ?? 0
            ),
            memoryLimit: memoryLimit
        )
    }
}
