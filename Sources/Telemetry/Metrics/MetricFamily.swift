#if Server

/// All series of one metric at one moment.
struct MetricFamily: Equatable, Sendable {
    var description: MetricDescription
    var kind: MetricKind
    /// Whether a callback says the values.
    var isObserved = false
    /// Nanoseconds since 1970.
    var time: UInt64
    var points: [MetricPoint]
}

#endif
