#if Server

internal import SwiftProtobuf

/// Collects and sends all metrics, at intervals or when asked.
///
/// What a collector did not take is not lost: the next export says it again, as a sum since the start of the process,
/// or since the last export that was taken.
actor MetricExporter {
    /// The most data points of one request.
    private static let batchSize = 4_096

    private let configuration: MetricExportConfiguration
    private let registry: MetricRegistry
    private let delivery: OTLPDelivery
    private let encoder: OTLPEncoder
    private var temporality: MetricTemporality
    private var exporting: Task<Void, Never>?

    init(
        _ configuration: MetricExportConfiguration,
        registry: MetricRegistry,
        statistics: ExportStatistics,
        encoder: OTLPEncoder
    ) {
        self.configuration = configuration
        self.registry = registry
        self.encoder = encoder
        delivery = OTLPDelivery(configuration.otlp, statistics: statistics, time: registry.time)
        temporality = MetricTemporality(configuration.temporality)
    }

    /// Goes on until the task is cancelled.
    func run() async {
        while (try? await registry.time.sleep(configuration.interval)) != nil { await export() }
    }

    /// Sends what all metrics say after this call. One export after the other.
    func export() async {
        while let current = exporting {
            await current.endOrCancellation()
            if Task.isCancelled { return }
            if exporting == current { exporting = nil }
        }
        let task = Task { await sendAll() }
        exporting = task
        await task.endOrCancellation()
        if !Task.isCancelled, exporting == task { exporting = nil }
    }

    /// As ``export()``, without waiting for the pause of a retry.
    func flush() async {
        delivery.tryNow()
        await export()
    }

    private func sendAll() async {
        let end = registry.time.monotonic() + configuration.timeout
        let families = registry.collect()
        temporality.keep(only: families)
        for batch in families.batches(of: Self.batchSize) {
            let changes = temporality.apply(to: batch)
            let points = changes.reduce(0) { $0 + $1.family.points.count }
            guard points > 0 else { continue }
            guard let body = try? encoder.encode(changes) else {
                delivery.statistics.countDropped(points, .rejected, "the metrics are too large for a request")
                continue
            }
            let left = end - registry.time.monotonic()
            let outcome = await delivery.deliver(
                body,
                items: points,
                timeout: configuration.timeout,
                within: left
            ) { answer in
                let response = try OTLPExportMetricsServiceResponse(serializedBytes: answer)
                return (response.partialSuccess.rejectedDataPoints, response.partialSuccess.errorMessage)
            }
            switch outcome {
            case .delivered, .refused: temporality.acknowledge(batch)
            case .timedOut, .cancelled: return
            }
        }
    }

    /// Sends all once more, for as long as the task is not cancelled.
    func shutdown() async {
        await flush()
        exporting?.cancel()
        await exporting?.value
        await delivery.transport.shutdown()
    }
}

extension [MetricFamily] {
    /// The same, in parts of no more than `limit` points.
    fileprivate func batches(of limit: Int) -> [[MetricFamily]] {
        var batches: [[MetricFamily]] = []
        var batch: [MetricFamily] = []
        var room = limit
        for family in self {
            var rest = family.points[...]
            while !rest.isEmpty {
                var part = family
                part.points = [MetricPoint](rest.prefix(room))
                rest = rest.dropFirst(room)
                room -= part.points.count
                batch.append(part)
                if room == 0 {
                    batches.append(batch)
                    batch = []
                    room = limit
                }
            }
        }
        if !batch.isEmpty { batches.append(batch) }
        return batches
    }
}

#endif
