internal import Instrumentation
public import Tracing

extension ProfileLabels {
    /// Labels that name a span: `span.name`, and if asked its `trace_id` and `span_id`.
    ///
    /// - Parameters:
    ///   - span: Of any tracer.
    ///   - ids: Whether to name it alone, so that a profile leads to its trace. Each span is a set of its own then, and there
    ///     is room for some 4,000: ask for few, such as those that a sampler keeps. They are read from the header
    ///     `traceparent` of W3C Trace Context that the tracer would send; a tracer that sends none has none.
    public static func labels(of span: any Span, ids: Bool = false) -> [String: String] {
        labels(of: span, ids: ids, instrument: InstrumentationSystem.instrument)
    }

    static func labels(of span: any Span, ids: Bool, instrument: any Instrument) -> [String: String] {
        var labels = ["span.name": span.operationName]
        guard ids else { return labels }
        var headers: [String: String] = [:]
        instrument.inject(span.context, into: &headers, using: HeaderInjector())
        // version-trace-parent-flags
        let parts = headers["traceparent"]?.split(separator: "-") ?? []
        guard parts.count >= 4, parts[1].utf8.count == 32, parts[2].utf8.count == 16 else { return labels }
        labels["trace_id"] = String(parts[1])
        labels["span_id"] = String(parts[2])
        return labels
    }

    private struct HeaderInjector: Injector {
        func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
            carrier[key.lowercased()] = value
        }
    }
}

/// Labels what a piece of code does with the span that it is a part of.
///
/// ```swift
/// try await withSpan("load orders") { span in
///     try await withProfileLabels(of: span) { try await load() }
/// }
/// ```
///
/// - Parameters:
///   - span: Of any tracer.
///   - ids: As for ``ProfileLabels/labels(of:ids:)``.
///   - body: Runs once; its result and error are passed on.
public nonisolated(nonsending) func withProfileLabels<Result, Failure: Error>(
    of span: any Span,
    ids: Bool = false,
    _ body: nonisolated(nonsending) () async throws(Failure) -> Result
) async throws(Failure) -> Result {
    try await withProfileLabels(ProfileLabels.labels(of: span, ids: ids), body)
}
