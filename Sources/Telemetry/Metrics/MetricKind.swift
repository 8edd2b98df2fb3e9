#if Server

/// How the values of a metric are to be read.
enum MetricKind: Hashable, Sendable {
    /// Only grows, from zero.
    case counter
    /// A sum that goes up and down.
    case upDownCounter
    /// A value that is measured, and replaces the last one.
    case gauge
    /// How values are distributed.
    case histogram
}

#endif
