#if Server

internal import SwiftProtobuf

/// Sends what is in the queue: when there is a batch, when the oldest has waited long enough, or when asked.
actor SpanExporter {
    private let configuration: TraceExportConfiguration
    private let queue: SpanQueue
    private let delivery: OTLPDelivery
    private let encoder: OTLPEncoder
    private let time: TimeSource
    private var draining: Task<Void, Never>?

    init(
        _ configuration: TraceExportConfiguration,
        queue: SpanQueue,
        statistics: ExportStatistics,
        encoder: OTLPEncoder,
        time: TimeSource
    ) {
        self.configuration = configuration
        self.queue = queue
        self.encoder = encoder
        self.time = time
        delivery = OTLPDelivery(configuration.otlp, statistics: statistics, time: time)
    }

    /// Goes on until the task is cancelled.
    nonisolated func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [queue] in
                for await _ in queue.wakeUps { await self.drain() }
            }
            group.addTask { [time, configuration] in
                while (try? await time.sleep(configuration.scheduleDelay)) != nil { await self.drain() }
            }
        }
    }

    /// Sends all that has ended by now, one batch after the other. Several calls at once are one.
    func drain() async {
        while !Task.isCancelled, queue.count > 0 || draining != nil {
            let task = draining ?? Task { await sendAll() }
            draining = task
            await task.endOrCancellation()
            if !Task.isCancelled, draining == task { draining = nil }
        }
    }

    /// As ``drain()``, without waiting for the pause of a retry.
    func flush() async {
        delivery.tryNow()
        await drain()
    }

    private func sendAll() async {
        while !Task.isCancelled {
            let batch = queue.takeBatch()
            if batch.isEmpty { return }
            await send(batch)
        }
    }

    private func send(_ batch: [SpanRecord]) async {
        guard let body = try? encoder.encode(batch) else {
            delivery.statistics.countDropped(batch.count, .rejected, "the spans are too large for a request")
            return
        }
        let outcome = await delivery.deliver(body, items: batch.count, timeout: configuration.timeout) { answer in
            let response = try OTLPExportTraceServiceResponse(serializedBytes: answer)
            return (response.partialSuccess.rejectedSpans, response.partialSuccess.errorMessage)
        }
        switch outcome {
        case .delivered, .refused: break
        case .timedOut: delivery.statistics.countDropped(batch.count, .retriesExhausted)
        case .cancelled: delivery.statistics.countDropped(batch.count, .shutdown)
        }
    }

    /// Sends what is left, for as long as the task is not cancelled; what is still left then is dropped and counted.
    func shutdown() async {
        queue.close()
        await flush()
        draining?.cancel()
        await draining?.value
        var left = queue.takeBatch()
        while !left.isEmpty {
            delivery.statistics.countDropped(left.count, .shutdown)
            left = queue.takeBatch()
        }
        await delivery.transport.shutdown()
    }
}

#endif
