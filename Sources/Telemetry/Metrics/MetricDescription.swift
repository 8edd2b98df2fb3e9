#if Server

/// What swift-metrics cannot say of a metric: its unit and what it means.
public struct MetricDescription: Hashable, Sendable {
    /// The label that the metric is made with.
    public var name: String
    /// In the notation of UCUM, as OpenTelemetry has it: `By`, `s`, `1`, `{request}`. Empty if unknown.
    public var unit: String
    /// One sentence. Empty if unknown.
    public var summary: String

    public init(name: String, unit: String, summary: String) {
        self.name = name
        self.unit = unit
        self.summary = summary
    }
}

#endif
