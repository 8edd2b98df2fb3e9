#if Server

public import Tracing

/// What of a span is known to its children, in this process or another.
public struct SpanContext: Hashable, Sendable {
    /// The trace that it belongs to.
    public let traceID: TraceID
    /// The span itself.
    public let spanID: SpanID
    /// Whether the trace is recorded.
    public let isSampled: Bool
    /// What tracing systems on the way added, as in the header `tracestate`; empty if nothing.
    public let traceState: String
    /// Whether it came from another process.
    public let isRemote: Bool
}

extension ServiceContext {
    /// The span that is the parent of what is started with this context, if there is one.
    public var spanContext: SpanContext? { self[SpanContextKey.self]?.value }
}

enum SpanContextKey: ServiceContextKey {
    /// An object, because a context holds only what is no larger than three words without another allocation.
    final class Value: Sendable {
        let value: SpanContext
        /// Nil if the span is not recorded, or is another process's.
        let record: SpanRecord?

        init(_ value: SpanContext, record: SpanRecord? = nil) {
            self.value = value
            self.record = record
        }
    }

    static var nameOverride: String? { "span-context" }
}

#endif
