internal import CoreMetrics
internal import Tracing

/// What ``AllocationRecorder`` does when somebody listens.
///
/// Everything of its own that allocates comes before the first reading of the thread's counters or after the second.
@usableFromInline
final class ActiveAllocationRecorder: Sendable {
    /// A measurement that has begun.
    @usableFromInline
    struct Scope {
        let handles: AllocationHandles.Handles?
        let before: AllocationCounters?
    }

    @usableFromInline let startsSpans: Bool
    private let handles: AllocationHandles?
    private let tracer: (any Tracer)?

    init(_ handles: AllocationHandles?, tracer: (any Tracer)?) {
        self.handles = handles
        self.tracer = tracer
        startsSpans = tracer != nil
    }

    // MARK: Measuring

    @usableFromInline
    func begin(_ attributes: AllocationAttributes) -> Scope {
        Scope(handles: handles?.handles(for: attributes), before: AllocationCounters.currentThread)
    }

    /// - Returns: What was allocated since the scope began; nil where that is not counted.
    @usableFromInline
    @discardableResult
    func end(_ scope: Scope) -> AllocationCounters? {
        guard let after = AllocationCounters.currentThread, let before = scope.before else { return nil }
        let used = after - before
        if let handles = scope.handles, used.allocations > 0 {
            handles.count.increment(by: used.allocations)
            handles.bytes.increment(by: used.bytes)
        }
        return used
    }

    private func measure<Success, Failure: Error>(
        _ attributes: AllocationAttributes,
        _ body: () throws(Failure) -> Success
    ) -> (result: Result<Success, Failure>, used: AllocationCounters?) {
        let scope = begin(attributes)
        let result = Result(catching: body)
        return (result, end(scope))
    }

    // MARK: Spans

    @usableFromInline
    func preAllocate<Success, Failure: Error>(
        _ type: String,
        expectedSize: Int,
        _ body: () throws(Failure) -> Success
    ) throws(Failure) -> Success {
        try withSpan("pre_allocate_\(type)") { span throws(Failure) in
            span?.attributes["expected_size"] = expectedSize
            return try measure(.init(type, preAllocated: true), body).result.get()
        }
    }

    @usableFromInline
    func reuse<Buffer: ~Copyable, Success, Failure: Error>(
        _ buffer: inout Buffer,
        capacity: (borrowing Buffer) -> Int,
        _ body: (inout Buffer) throws(Failure) -> Success
    ) throws(Failure) -> Success {
        try withSpan("reuse_buffer") { span throws(Failure) in
            let (result, used) = measure(.reallocation) { () throws(Failure) in try body(&buffer) }
            if let span, let used {
                span.attributes["buffer_reused"] = used.allocations == 0
                span.attributes[used.allocations == 0 ? "buffer_capacity" : "new_capacity"] = capacity(buffer)
            }
            return try result.get()
        }
    }

    @usableFromInline
    func buildString<Failure: Error>(
        parts: Int,
        _ body: () throws(Failure) -> String
    ) throws(Failure) -> String {
        try withSpan("string_builder") { span throws(Failure) in
            let (result, used) = measure(.init("string", preAllocated: true), body)
            let text = try result.get()
            if let span {
                span.attributes["parts_count"] = parts
                span.attributes["total_length"] = text.utf8.count
                if let used { span.attributes["allocations"] = used.allocations }
            }
            return text
        }
    }

    private func withSpan<Success, Failure: Error>(
        _ name: String,
        _ body: ((any Span)?) throws(Failure) -> Success
    ) throws(Failure) -> Success {
        guard let span = tracer?.startSpan(name) as (any Span)? else { return try body(nil) }
        defer { span.end() }
        let result = InstrumentationContext.$current.withValue(span.context) {
            Result { () throws(Failure) in try body(span) }
        }
        if case .failure(let error) = result {
            span.recordError(error)
            span.setStatus(SpanStatus(code: .error))
        }
        return try result.get()
    }
}
