internal import Tracing

/// What a pool takes from the process around it, for tests to replace.
struct PoolHooks: Sendable {
    var clock: @Sendable () -> UInt64 = monotonicNanoseconds
    /// Nil for the one that the application has chosen.
    var tracer: (any Tracer)?

    func startSpan(_ name: String) -> any Span {
        (tracer ?? InstrumentationSystem.tracer).startAnySpan(name)
    }
}
