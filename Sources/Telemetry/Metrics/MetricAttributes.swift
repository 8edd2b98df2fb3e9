#if Server

/// What tells the series of a metric apart: names and values, sorted by name, each name once.
struct MetricAttributes: Hashable, Sendable {
    struct Pair: Hashable, Sendable {
        let name: String
        let value: String
    }

    let pairs: [Pair]

    /// Of two values for a name, the later holds.
    init(_ dimensions: [(String, String)]) {
        guard dimensions.count > 1 else {
            pairs = dimensions.map { Pair(name: $0.0, value: $0.1) }
            return
        }
        let values = Dictionary(dimensions) { $1 }
        pairs = values.map { Pair(name: $0.key, value: $0.value) }.sorted { $0.name < $1.name }
    }

    /// What stands for all series beyond the limit.
    static let overflow = MetricAttributes([("otel.metric.overflow", "true")])
}

#endif
