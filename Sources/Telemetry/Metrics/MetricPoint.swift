#if Server

/// A series of a metric at one moment.
struct MetricPoint: Equatable, Sendable {
    var attributes: MetricAttributes
    /// Since when it counts, in nanoseconds since 1970.
    var start: UInt64
    var value: MetricValue
}

#endif
