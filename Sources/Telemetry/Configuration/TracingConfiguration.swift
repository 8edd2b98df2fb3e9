#if Server

/// What a ``TelemetryTracer`` records, and what it tells other services.
public struct TracingConfiguration: Sendable {
    /// Which traces are recorded.
    public var sampler = TraceSampler.parentBased(root: .alwaysOn)
    /// How much a span holds.
    public var limits = SpanLimits.default
    /// What goes into the headers of requests, and is read from them.
    public var propagators: Set<TracePropagator> = [.traceContext, .baggage]

    public init() {}

    /// OpenTelemetry's defaults: every trace is recorded, unless the caller decided otherwise.
    public static var `default`: TracingConfiguration { TracingConfiguration() }
}

#endif
