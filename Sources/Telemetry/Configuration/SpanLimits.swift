#if Server

/// How much a span holds. What is beyond it is dropped and counted in the span.
public struct SpanLimits: Hashable, Sendable {
    /// The most attributes of a span.
    public var attributes = 128
    /// The most characters (Unicode scalars) of an attribute's text; nil for any number.
    public var attributeValueLength: Int?
    /// The most events of a span.
    public var events = 128
    /// The most links of a span.
    public var links = 128
    /// The most attributes of one event.
    public var attributesPerEvent = 128
    /// The most attributes of one link.
    public var attributesPerLink = 128

    public init() {}

    /// OpenTelemetry's limits.
    public static var `default`: SpanLimits { SpanLimits() }
}

#endif
