internal import CTrimtabPlatform
public import Profiles

/// What was used under one set of labels.
public struct LabelUsage: Hashable, Sendable {
    public var labels: [String: String]
    /// Bytes allocated, as requested, estimated from samples; no samples where memory is not sampled.
    public var allocatedBytes: Estimate
    /// Nanoseconds of processor time, estimated from samples; no samples where nobody profiles it.
    public var cpuNanoseconds: Estimate
}

extension LabelUsage {
    init(labels: [String: String], _ entry: trimtab_label) {
        self.labels = labels
        allocatedBytes = Estimate(
            value: entry.allocated_bytes,
            variance: entry.allocated_bytes_variance,
            samples: Int(clamping: entry.allocated_samples)
        )
        let time = Double(entry.cpu_nanoseconds)
        let samples = Int(clamping: entry.cpu_samples)
        cpuNanoseconds = Estimate(
            value: time,
            variance: samples > 0 ? time * time / Double(samples) : 0,
            samples: samples
        )
    }
}
