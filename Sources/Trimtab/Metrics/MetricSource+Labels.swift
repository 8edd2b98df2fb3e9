#if Server

internal import MemoryTuning
internal import ObjectPools
internal import Profiles
internal import Profiling

extension MetricSource {
    /// What was used under each set of labels of `withProfileLabels`, whose attributes are the labels.
    static let labels = MetricSource("labels") { publisher in
        for usage in ProfileLabels.usage() where !usage.labels.isEmpty {
            let attributes = usage.labels.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            if usage.allocatedBytes.samples > 0 {
                // Whole, so that what is published adds up to the estimate.
                let bytes = usage.allocatedBytes.value.rounded()
                publisher.publish(MetricTable.labelAllocated, bytes, attributes: attributes)
            }
            if usage.cpuNanoseconds.samples > 0 {
                let seconds = usage.cpuNanoseconds.value / 1e9
                publisher.publish(MetricTable.labelProcessorTime, seconds, attributes: attributes)
            }
        }
    }
}

#endif
