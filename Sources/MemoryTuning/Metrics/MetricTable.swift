package import ObjectPools

/// All metrics of Trimtab, whoever publishes them. The README's table is made from this one.
package enum MetricTable {
    /// What scopes allocate, published by `AllocationRecorder` of `AllocationTracking`, which needs nothing of this module.
    package static let allocations: [MetricDescriptor] = [
        MetricDescriptor(
            "memory.allocations.count",
            unit: "{allocation}",
            kind: .counter,
            summary: "allocations of recorded scopes",
            attributes: ["type", "pre_allocated", "scope"]
        ),
        MetricDescriptor(
            "memory.allocations.bytes",
            unit: "By",
            kind: .counter,
            summary: "bytes allocated by recorded scopes",
            attributes: ["type", "scope"]
        ),
    ]

    package static let reclaimCount = MetricDescriptor(
        "swift.memory.reclaim.count",
        unit: "{cycle}",
        kind: .counter,
        summary: "cycles in which memory was given back",
        attributes: ["reason"]
    )

    package static let reclaimDuration = MetricDescriptor(
        "swift.memory.reclaim.duration",
        unit: "s",
        kind: .histogram,
        summary: "how long a step of a cycle took",
        attributes: ["step"]
    )

    package static let reclaimBytes = MetricDescriptor(
        "swift.memory.reclaim.bytes",
        unit: "By",
        kind: .counter,
        summary: "resident memory given back",
        attributes: ["step"]
    )

    /// Also published from the control group's limit, unless a source does it.
    package static let limit = MetricDescriptor(
        "swift.memory.limit",
        unit: "By",
        kind: .gauge,
        summary: "how much memory there may be: the tuner's limit, else the control group's"
    )

    static let pressure = MetricDescriptor(
        "swift.memory.pressure",
        unit: "1",
        kind: .gauge,
        summary: "how scarce memory is for the tuner: 0 nominal, 1 elevated, 2 critical"
    )

    static let admissionRefused = MetricDescriptor(
        "swift.memory.admission.refused",
        unit: "{request}",
        kind: .counter,
        summary: "work turned away for want of memory",
        attributes: ["reason"]
    )

    static let admissionWaiting = MetricDescriptor(
        "swift.memory.admission.waiting",
        unit: "{request}",
        kind: .gauge,
        summary: "work that waits for memory"
    )

    static let admissionUnderWay = MetricDescriptor(
        "swift.memory.admission.active",
        unit: "{request}",
        kind: .gauge,
        summary: "work that was let in and is under way"
    )

    static let taskCount = MetricDescriptor(
        "swift.task.count",
        unit: "{task}",
        kind: .gauge,
        summary: "tasks that live, where they are counted"
    )

    static let executorDelay = MetricDescriptor(
        "swift.executor.delay",
        unit: "s",
        kind: .histogram,
        summary: "how late a task begins to run that is due"
    )

    /// What pieces of code use that were given labels, whose names are those of its attributes.
    package static let labelAllocated = MetricDescriptor(
        "swift.label.allocated",
        unit: "By",
        kind: .counter,
        summary: "bytes allocated under a set of labels, estimated from samples",
        attributes: ["the labels"]
    )

    package static let labelProcessorTime = MetricDescriptor(
        "swift.label.cpu.time",
        unit: "s",
        kind: .counter,
        summary: "CPU time used under a set of labels, estimated from samples",
        attributes: ["the labels"]
    )

    /// In the order of the documentation.
    package static let all: [MetricDescriptor] = {
        let statistics = MemoryMetric.all.map(\.descriptor)
        let reclaim = [reclaimCount, reclaimDuration, reclaimBytes]
        let tuning = [pressure, admissionRefused, admissionWaiting, admissionUnderWay]
        let tasks = [taskCount, executorDelay]
        let labels = [labelAllocated, labelProcessorTime]
        let rows = statistics + reclaim + tuning + tasks + labels + allocations + PoolMetric.all.map(\.descriptor)
        // A metric has a row for each value of its attribute.
        return rows.reduce(into: []) { all, row in if !all.contains(row) { all.append(row) } }
    }()

    /// The table in Markdown.
    package static let markdown: String = {
        let rows = all.map { metric in
            let attributes = metric.attributes.isEmpty ? "" : " {\(metric.attributes.joined(separator: ", "))}"
            return "| `\(metric.name)`\(attributes) | \(metric.unit) | \(metric.kind.rawValue) | \(metric.summary) |"
        }
        return (["| metric | unit | kind | meaning |", "|---|---|---|---|"] + rows).joined(separator: "\n")
    }()
}
