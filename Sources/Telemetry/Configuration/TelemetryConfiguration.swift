#if Server

/// All that ``TelemetryService`` can be told.
public struct TelemetryConfiguration: Sendable {
    /// Whether nothing is recorded and sent at all.
    public var isDisabled = false
    /// The name of the service; nil for that of the executable.
    public var serviceName: String?
    /// What else is known of the process. It wins over what is found out about it.
    public var resourceAttributes: [(name: String, value: String)] = []
    public var metrics = MetricConfiguration.default
    public var tracing = TracingConfiguration.default
    /// Nil if no metrics are sent.
    public var metricExport: MetricExportConfiguration?
    /// Nil if no spans are sent; then none are recorded either.
    public var traceExport: TraceExportConfiguration?
    /// Nil if no profiles are sent.
    public var profileExport: ProfileExportConfiguration?
    /// How long the last export may take when the service shuts down.
    public var shutdownTimeout = Duration.seconds(10)
    /// What was wrong with the values that this was made from, one line each; logged when the service starts.
    public var warnings: [String] = []

    /// Records metrics and sends nothing.
    public init() {}

    /// Records metrics and sends nothing.
    public static var `default`: TelemetryConfiguration { TelemetryConfiguration() }
}

#endif
