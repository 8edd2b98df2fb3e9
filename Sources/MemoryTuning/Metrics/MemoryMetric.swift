internal import ObjectPools

/// The metrics that come from ``MemoryStatistics``: the table from which all else comes.
struct MemoryMetric: Sendable {
    let descriptor: MetricDescriptor
    /// The value of its attribute, where it has one.
    let attribute: String?
    /// Nil where it is not known, or was not asked for.
    let value: @Sendable (MemoryStatistics) -> Double?

    var attributes: [(String, String)] { attribute.map { [(descriptor.attributes[0], $0)] } ?? [] }

    private init(
        _ descriptor: MetricDescriptor,
        _ attribute: String?,
        _ value: @escaping @Sendable (MemoryStatistics) -> Double?
    ) {
        self.descriptor = descriptor
        self.attribute = attribute
        self.value = value
    }

    private static func gauge(
        _ name: String,
        _ unit: String,
        _ summary: String,
        _ value: @escaping @Sendable (MemoryStatistics) -> Int?
    ) -> MemoryMetric {
        MemoryMetric(MetricDescriptor(name, unit: unit, kind: .gauge, summary: summary), nil) {
            value($0).map(Double.init)
        }
    }

    private static func counter(
        _ name: String,
        _ unit: String,
        _ summary: String,
        _ value: @escaping @Sendable (MemoryStatistics) -> Int?
    ) -> MemoryMetric {
        MemoryMetric(MetricDescriptor(name, unit: unit, kind: .counter, summary: summary), nil) {
            value($0).map(Double.init)
        }
    }

    private static func counters(
        _ name: String,
        _ unit: String,
        _ summary: String,
        by attribute: String,
        _ values: [(String, @Sendable (MemoryStatistics) -> Double?)]
    ) -> [MemoryMetric] {
        let descriptor = MetricDescriptor(name, unit: unit, kind: .counter, summary: summary, attributes: [attribute])
        return values.map { MemoryMetric(descriptor, $0.0, $0.1) }
    }

    static let all: [MemoryMetric] =
        [
            gauge("swift.memory.used", "By", "live blocks: as the hooks count, else as the allocator says") { $0.used },
            gauge("swift.memory.objects", "{object}", "live blocks, where the hooks count") { $0.counted?.live },
            gauge("swift.memory.heap.system", "By", "address space that the allocator has from the kernel") {
                $0.heap?.system
            },
            gauge("swift.memory.heap.in_use", "By", "of that, in blocks that the program has") { $0.heap?.inUse },
            gauge("swift.memory.heap.idle", "By", "of that, in no block") { $0.heap?.idle },
            gauge("swift.memory.heap.released", "By", "of what is idle, without memory behind it") {
                $0.heap?.released
            },
            MemoryMetric(
                MetricDescriptor(
                    "swift.memory.fragmentation",
                    unit: "1",
                    kind: .gauge,
                    summary: "share of the heap's memory that is in no block"
                ),
                nil
            ) { $0.heap?.fragmentation },
            gauge("swift.memory.stack", "By", "stacks of all threads, in memory") { $0.stacks },
            counter("swift.memory.allocated", "By", "bytes ever allocated, where the hooks count") {
                $0.counted?.bytes
            },
            counter("swift.memory.allocations", "{allocation}", "blocks ever allocated, where the hooks count") {
                $0.counted?.allocations
            },
            MemoryMetric(MetricTable.limit, nil) { $0.controlGroup?.limit.effective.map(Double.init) },
        ]
        + counters(
            "swift.memory.pressure.stalled",
            "s",
            "time lost for want of memory",
            by: "kind",
            [
                ("some", { $0.stall?.some?.total.seconds }),
                ("full", { $0.stall?.full?.total.seconds }),
            ]
        ) + [
            gauge("process.memory.usage", "By", "resident memory") { $0.process.resident },
            gauge("process.memory.virtual", "By", "address space") { $0.process.virtual },
        ]
        + counters(
            "process.paging.faults",
            "{fault}",
            "page faults",
            by: "system.paging.fault.type",
            [
                ("minor", { $0.process.minorFaults.map(Double.init) }),
                ("major", { $0.process.majorFaults.map(Double.init) }),
            ]
        )
        + counters(
            "process.cpu.time",
            "s",
            "CPU time",
            by: "cpu.mode",
            [
                ("user", { $0.process.userTime?.seconds }),
                ("system", { $0.process.systemTime?.seconds }),
            ]
        ) + [
            gauge("process.thread.count", "{thread}", "threads") { $0.process.threads },
            gauge("process.unix.file_descriptor.count", "{file_descriptor}", "open descriptors") { $0.descriptors },
            MemoryMetric(
                MetricDescriptor("process.uptime", unit: "s", kind: .gauge, summary: "time since the process began"),
                nil
            ) { $0.process.uptime?.seconds },
        ]
}
