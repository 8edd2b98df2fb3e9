#if Server

internal import Synchronization
public import Tracing

/// A span of a ``TelemetryTracer``.
///
/// One that is not recorded is three words and allocates nothing: not when it starts, is given attributes, or ends, and
/// not for its children. Only the root of a trace that is not recorded allocates where it is asked for its context.
public struct TelemetrySpan: Span {
    /// Nil if the span is not recorded.
    let record: SpanRecord?
    /// What the span was started with, or, if it is recorded, its own context.
    private let base: ServiceContext
    /// What the ids of a span that is not recorded are made from; 0 if it has its parent's context.
    private let seed: UInt64

    init(_ record: SpanRecord, context: ServiceContext) {
        self.record = record
        base = context
        seed = 0
    }

    init(notRecordedIn base: ServiceContext, seed: UInt64 = 0) {
        record = nil
        self.base = base
        self.seed = seed
    }

    /// What to start children with.
    public var context: ServiceContext {
        guard seed != 0 else { return base }
        let parent = base.spanContext
        let ids = TelemetryTracer.ids
        var context = base
        context[SpanContextKey.self] = SpanContextKey.Value(
            SpanContext(
                traceID: parent?.traceID ?? TraceID(high: ids.derived(from: seed, 1), low: seed),
                spanID: SpanID(value: ids.derived(from: seed, 2)),
                isSampled: false,
                traceState: parent?.traceState ?? "",
                isRemote: false
            )
        )
        return context
    }

    /// Whether anything that is set will be seen by anybody.
    public var isRecording: Bool { record != nil }

    /// The name of the operation; empty if the span is not recorded.
    public var operationName: String {
        get { record?.snapshot.name ?? "" }
        nonmutating set { record?.setName(newValue) }
    }

    /// The attributes; beyond the limit of ``SpanLimits`` new ones are dropped.
    public var attributes: SpanAttributes {
        get { record?.snapshot.attributes ?? [:] }
        nonmutating _modify {
            // Whatever lives across the yield must fit into four words, or the accessor allocates room for it.
            let record = record
            var attributes = Self.take(from: record)
            defer { Self.giveBack(attributes, to: record) }
            yield &attributes
        }
    }

    @inline(never)
    private static func take(from record: SpanRecord?) -> SpanAttributes {
        record?.takeAttributes() ?? UnrecordedAttributes.take()
    }

    @inline(never)
    private static func giveBack(_ attributes: consuming SpanAttributes, to record: SpanRecord?) {
        if let record {
            record.giveBack(attributes)
        } else {
            UnrecordedAttributes.giveBack(attributes)
        }
    }

    /// Whether the operation succeeded.
    public func setStatus(_ status: SpanStatus) { record?.setStatus(status) }

    /// Something that happened in the span.
    public func addEvent(_ event: SpanEvent) { record?.add(event) }

    /// Another span that this one has to do with.
    public func addLink(_ link: SpanLink) { record?.add(link) }

    /// Adds the event `exception`, with the type and text of the error.
    public func recordError<Instant: TracerInstant>(
        _ error: any Error,
        attributes: SpanAttributes,
        at instant: @autoclosure () -> Instant
    ) {
        guard let record else { return }
        var attributes = attributes
        attributes.set("exception.type", value: .string(String(reflecting: type(of: error))))
        attributes.set("exception.message", value: .string(String(describing: error)))
        record.add(SpanEvent(name: "exception", at: instant(), attributes: attributes))
    }

    /// Ends the span; what is set later is ignored.
    public func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        record?.end(at: instant().nanosecondsSinceEpoch)
    }
}

#endif
