#if Server

internal import NIOConcurrencyHelpers
internal import NIOCore

/// Spans that have ended and wait to be sent. Never more than the limit: what ends beyond it is dropped and counted.
final class SpanQueue: Sendable {
    private struct Waiting: Sendable {
        var spans = CircularBuffer<SpanRecord>()
        var isClosed = false
    }

    private let limit: Int
    private let batchSize: Int
    private let waiting = NIOLockedValueBox(Waiting())
    private let onDrop: @Sendable () -> Void
    /// An element whenever there is enough for a batch, or somebody asked.
    let wakeUps: AsyncStream<Void>
    private let wakeUp: AsyncStream<Void>.Continuation

    init(limit: Int, batchSize: Int, onDrop: @escaping @Sendable () -> Void) {
        self.limit = limit
        self.batchSize = batchSize
        self.onDrop = onDrop
        (wakeUps, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var count: Int { waiting.withLockedValue { $0.spans.count } }

    func append(_ span: SpanRecord) {
        let count: Int? = waiting.withLockedValue { waiting in
            guard waiting.spans.count < limit, !waiting.isClosed else { return nil }
            waiting.spans.append(span)
            return waiting.spans.count
        }
        guard let count else {
            onDrop()
            return
        }
        if count.isMultiple(of: batchSize) { wake() }
    }

    /// The oldest spans, no more than a batch.
    func takeBatch() -> [SpanRecord] {
        waiting.withLockedValue { waiting in
            let batch = Array(waiting.spans.prefix(batchSize))
            waiting.spans.removeFirst(batch.count)
            return batch
        }
    }

    func wake() { wakeUp.yield() }

    /// Whatever ends from now on is dropped.
    func close() {
        waiting.withLockedValue { $0.isClosed = true }
        wakeUp.finish()
    }
}

#endif
