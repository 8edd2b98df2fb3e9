internal import CTrimtabPlatform

extension Recording {
    /// When the sampled blocks that were live were allocated, in seconds after the start, by their addresses.
    package var liveBlocks: [UInt64: Double] {
        let clock = RecordingClock(header: header)
        let table = section(TRIMTAB_SECTION_SAMPLES)
        let live = (0..<table.count).compactMap { number -> (UInt64, Double)? in
            guard let sample = table.entry(number, as: trimtab_sample.self),
                sample.state == TRIMTAB_SAMPLE_LIVE.rawValue
            else { return nil }
            return (sample.address, clock.seconds(sample.allocated_time))
        }
        return Dictionary(live, uniquingKeysWith: max)
    }
}
