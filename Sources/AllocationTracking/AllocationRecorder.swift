internal import CoreMetrics
internal import Tracing

/// Records what pieces of code allocate, as metrics and, on request, as spans.
///
///     let recorder = AllocationRecorder()
///     let index = recorder.record(type: "map", preAllocated: true) { makeIndex(of: rows) }
///
/// Two counters of the metrics system have what was measured, in the scope `allocation-optimizer`:
///
/// | metric | unit | attributes |
/// |---|---|---|
/// | `memory.allocations.count` | allocations | `type`, `pre_allocated` (of a buffer, `reallocation`), `scope` |
/// | `memory.allocations.bytes` | bytes, as requested | `type`, `scope` |
///
/// What is measured is what the calling thread allocates meanwhile, exactly; see ``measureAllocations(_:)``. What the
/// recorder itself and its backends allocate is not in it, but for scopes inside of another.
///
/// A recorder belongs to the metrics system and the tracer of the moment when it is made, so make it after they are set.
/// Without them it only runs what it is given. Where allocations are not counted (``AllocationHooks/status``), it counts
/// nothing.
public struct AllocationRecorder: Sendable {
    /// Whether ``AllocationRecorder`` starts spans.
    public enum Tracing: Hashable, Sendable {
        /// None are started.
        case off
        /// One is started at each call that has a span of its own.
        case all
    }

    /// nil if there is nothing to do: then each call costs a branch.
    @usableFromInline let active: ActiveAllocationRecorder?

    /// - Parameter tracing: Whether spans are started.
    public init(tracing: Tracing = .off) {
        let factory = MetricsSystem.factory
        let handles = factory is NOOPMetricsHandler ? nil : AllocationHandles(factory)
        let tracer = tracing == .off ? nil : InstrumentationSystem.tracer
        let listener = tracer is NoOpTracer ? nil : tracer
        active = handles == nil && listener == nil ? nil : ActiveAllocationRecorder(handles, tracer: listener)
    }

    /// Runs `body` and records what it allocates.
    ///
    /// - Parameters:
    ///   - type: What is allocated, such as `slice`, `map`, `buffer` or `string`. Each type makes counters of its own,
    ///     so let there be few.
    ///   - preAllocated: Whether it is made at its full size at once.
    ///   - body: Runs on the calling thread. If it throws, what it has allocated is recorded too.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` throws.
    @inlinable
    public func record<Result, Failure: Error>(
        type: String,
        preAllocated: Bool = false,
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let active else { return try body() }
        let scope = active.begin(.init(type, preAllocated: preAllocated))
        defer { active.end(scope) }
        return try body()
    }

    /// Runs `body`, which makes an array with room for `expectedSize` elements: type `slice`, pre-allocated.
    ///
    /// Span `pre_allocate_slice` with `expected_size`.
    @inlinable
    public func preAllocateSlice<Result, Failure: Error>(
        expectedSize: Int,
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let active, active.startsSpans else { return try record(type: "slice", preAllocated: true, body) }
        return try active.preAllocate("slice", expectedSize: expectedSize, body)
    }

    /// Runs `body`, which makes a dictionary or a set with room for `expectedSize` elements: type `map`, pre-allocated.
    ///
    /// Span `pre_allocate_map` with `expected_size`.
    @inlinable
    public func preAllocateMap<Result, Failure: Error>(
        expectedSize: Int,
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let active, active.startsSpans else { return try record(type: "map", preAllocated: true, body) }
        return try active.preAllocate("map", expectedSize: expectedSize, body)
    }

    /// Runs `body`, which readies a buffer for its next use: type `buffer`, a reallocation.
    ///
    ///     recorder.reuseBuffer(&bytes, capacity: { $0.capacity }) {
    ///         $0.removeAll(keepingCapacity: true)
    ///         $0.reserveCapacity(length)
    ///     }
    ///
    /// A buffer counts as reused if nothing was allocated. Span `reuse_buffer` with `buffer_reused` and, as told after
    /// `body`, `buffer_capacity` if it was reused, else `new_capacity`.
    @inlinable
    public func reuseBuffer<Buffer: ~Copyable, Result, Failure: Error>(
        _ buffer: inout Buffer,
        capacity: (borrowing Buffer) -> Int,
        _ body: (inout Buffer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let active else { return try body(&buffer) }
        if active.startsSpans { return try active.reuse(&buffer, capacity: capacity, body) }
        let scope = active.begin(.reallocation)
        defer { active.end(scope) }
        return try body(&buffer)
    }

    /// Runs `body`, which puts a text together from `parts` parts: type `string`, pre-allocated.
    ///
    /// Span `string_builder` with `parts_count`, `total_length` (the text's length in UTF-8) and `allocations`.
    @inlinable
    public func buildString<Failure: Error>(
        parts: Int,
        _ body: () throws(Failure) -> String
    ) throws(Failure) -> String {
        guard let active, active.startsSpans else { return try record(type: "string", preAllocated: true, body) }
        return try active.buildString(parts: parts, body)
    }
}
