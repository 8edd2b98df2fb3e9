#if Server

/// What a ``MetricRegistry`` keeps, and how.
public struct MetricConfiguration: Sendable {
    /// How recorders and timers are summed up; nil for OpenTelemetry's bounds, which suit each of the two.
    public var aggregation: HistogramAggregation?
    /// The same for single metrics, by their labels.
    public var aggregations: [String: HistogramAggregation] = [:]
    /// Series of one metric beyond this number are counted as one, with the attribute `otel.metric.overflow`. So memory
    /// stays bounded whatever the attributes are made from.
    public var maximumSeriesPerMetric = 2_000
    /// Units and meanings of metrics.
    public var descriptions: [MetricDescription] = []

    public init() {}

    /// OpenTelemetry's defaults.
    public static var `default`: MetricConfiguration { MetricConfiguration() }
}

#endif
