public import ObjectPools

/// `ProcessWithPool`: borrows, fills and gives back.
public func process(_ operation: String, with pool: ObjectPool<SpanData>) -> Int {
    pool.withObject { span in
        span.name = operation
        span.attributes.append("operation")
        return span.attributes.count
    }
}

/// `Stats()`.
public func summary(of pool: ObjectPool<SpanData>) -> String {
    let statistics = pool.statistics
    return "\(statistics.gets) gets, \(statistics.puts) puts, \(statistics.news) new, \(statistics.reuses) reused"
}

/// Spans `pool.get` and `pool.put`, which cost more than the pool does and are therefore off by default.
public func tracedPool() -> ObjectPool<SpanData> {
    ObjectPool(name: "span-data", configuration: PoolConfiguration(tracing: .all))
}

/// Leak protection: the line of each lease that is out for too long.
public func overdueLeases(of pool: ObjectPool<SpanData>) -> [String] {
    pool.outstanding(longerThan: .seconds(60)).map(\.description)
}
