#if Server

/// What one series says at one moment.
enum MetricValue: Equatable, Sendable {
    case integer(Int64)
    case double(Double)
    case histogram(ExplicitHistogram)
    case exponentialHistogram(ExponentialHistogram)
}

#endif
