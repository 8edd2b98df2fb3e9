#if Server

/// How metrics are sent.
public struct MetricExportConfiguration: Sendable {
    /// Whether a value tells all since the start of the process, or what is new since the last export.
    public enum Temporality: Hashable, Sendable {
        case cumulative
        case delta
        /// Delta, but for sums that are asked for by callbacks, which would need the last value kept.
        case lowMemory
    }

    /// Where they are sent.
    public var otlp: OTLPConfiguration
    /// From one export to the next.
    public var interval = Duration.seconds(60)
    /// How long one export may take, with all its retries.
    public var timeout = Duration.seconds(30)
    public var temporality = Temporality.cumulative

    public init(otlp: OTLPConfiguration) {
        self.otlp = otlp
    }
}

#endif
