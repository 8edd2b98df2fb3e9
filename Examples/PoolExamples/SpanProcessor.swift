import ObjectPools

/// Borrows a span's data, fills it, hands it on, and gives it back.
struct SpanProcessor {
    private let pool: ObjectPool<SpanData>

    init() {
        pool = ObjectPool(name: "span-data")
    }

    /// What the pool did.
    var statistics: PoolStatistics { pool.statistics }

    /// Records one operation.
    /// - Parameter export: Gets the filled data; it must not keep it.
    func process<Result>(_ operation: String, export: (borrowing SpanData) -> Result) -> Result {
        pool.withObject { span in
            span.name = operation
            span.startNanoseconds = 1
            span.attributes.append(SpanData.Attribute(key: "operation", value: operation))
            span.events.append(SpanData.Event(name: "processing started", nanoseconds: 1))
            span.endNanoseconds = 2
            return export(span)
        }
    }
}
