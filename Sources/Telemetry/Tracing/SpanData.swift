#if Server

internal import Tracing

/// What a span holds.
struct SpanData: Sendable {
    var name: String
    let kind: SpanKind
    /// Nanoseconds since 1970.
    let start: UInt64
    /// Nanoseconds since 1970; nil until the span has ended.
    var end: UInt64?
    var status: SpanStatus?
    var attributes = SpanAttributes()
    var droppedAttributes = 0
    var events: [SpanEvent] = []
    var droppedEvents = 0
    var links: [SpanLink] = []
    var droppedLinks = 0

    init(name: String, kind: SpanKind, start: UInt64) {
        self.name = name
        self.kind = kind
        self.start = start
    }
}

#endif
