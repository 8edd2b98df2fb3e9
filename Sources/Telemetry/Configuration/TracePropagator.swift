#if Server

/// A way to tell another service which trace a request belongs to.
public struct TracePropagator: Hashable, Sendable {
    let name: String

    /// The headers `traceparent` and `tracestate` of the W3C recommendation Trace Context.
    public static let traceContext = TracePropagator(name: "tracecontext")
    /// The header `baggage` of the W3C recommendation Baggage.
    public static let baggage = TracePropagator(name: "baggage")

    static let all = [traceContext, baggage]
}

#endif
