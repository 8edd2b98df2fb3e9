#if Server

internal import Synchronization
public import Tracing

/// Records spans and hands them to the exporter; reads and writes the headers that connect services.
public final class TelemetryTracer: Tracer {
    static let ids = IDGenerator()

    private let configuration: TracingConfiguration
    /// Nil if nobody takes spans.
    private let queue: SpanQueue?

    var limits: SpanLimits { configuration.limits }

    init(configuration: TracingConfiguration, queue: SpanQueue?) {
        self.configuration = configuration
        self.queue = queue
    }

    /// Starts a span. Where nothing is exported it is not recorded, and passes on the caller's context as it is.
    public func startSpan<Instant: TracerInstant>(
        _ operationName: String,
        context: @autoclosure () -> ServiceContext,
        ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant,
        function: String,
        file fileID: String,
        line: UInt
    ) -> TelemetrySpan {
        var context = context()
        guard queue != nil else { return TelemetrySpan(notRecordedIn: context) }
        let parent = context.spanContext
        let random = Self.ids.next()
        guard configuration.sampler.samples(traceIDLow: parent?.traceID.low ?? random, parent: parent) else {
            // The children of a trace that is not recorded need no context of their own.
            return TelemetrySpan(notRecordedIn: context, seed: parent?.isSampled == false ? 0 : random)
        }
        let spanContext = SpanContext(
            traceID: parent?.traceID ?? TraceID(high: Self.ids.next(), low: random),
            spanID: SpanID(value: Self.ids.derived(from: random, 2)),
            isSampled: true,
            traceState: parent?.traceState ?? "",
            isRemote: false
        )
        let data = SpanData(name: operationName, kind: kind, start: instant().nanosecondsSinceEpoch)
        let record = SpanRecord(spanContext: spanContext, parent: parent, tracer: self, data: data)
        context[SpanContextKey.self] = SpanContextKey.Value(spanContext, record: record)
        return TelemetrySpan(record, context: context)
    }

    /// The span that work with this context is part of; nil if it is not recorded or has ended.
    public func activeSpan(identifiedBy context: ServiceContext) -> TelemetrySpan? {
        guard let record = context[SpanContextKey.self]?.record, !record.hasEnded else { return nil }
        return TelemetrySpan(record, context: context)
    }

    func ended(_ record: SpanRecord) { queue?.append(record) }

    /// Has what waits sent soon, without waiting for that; ``TelemetryService/flush(timeout:)`` waits.
    public func forceFlush() { queue?.wake() }

    /// Reads which trace a request belongs to, and its baggage.
    public func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier,
        into context: inout ServiceContext,
        using extractor: Extract
    ) where Extract.Carrier == Carrier {
        func header(_ name: String) -> String? { extractor.extract(key: name, from: carrier) }
        if configuration.propagators.contains(.traceContext),
            let parent = header("traceparent").flatMap({
                SpanContext(traceparent: $0, tracestate: header("tracestate"))
            })
        {
            context[SpanContextKey.self] = SpanContextKey.Value(parent)
        }
        if configuration.propagators.contains(.baggage), let baggage = header("baggage").map(Baggage.init(header:)) {
            if !baggage.isEmpty { context.baggage = baggage }
        }
    }

    /// Writes which trace a request belongs to, and its baggage.
    public func inject<Carrier, Inject: Injector>(
        _ context: ServiceContext,
        into carrier: inout Carrier,
        using injector: Inject
    ) where Inject.Carrier == Carrier {
        if configuration.propagators.contains(.traceContext), let span = context.spanContext {
            injector.inject(span.traceparent, forKey: "traceparent", into: &carrier)
            if !span.traceState.isEmpty { injector.inject(span.traceState, forKey: "tracestate", into: &carrier) }
        }
        if configuration.propagators.contains(.baggage), let header = context.baggage.header {
            injector.inject(header, forKey: "baggage", into: &carrier)
        }
    }
}

#endif
