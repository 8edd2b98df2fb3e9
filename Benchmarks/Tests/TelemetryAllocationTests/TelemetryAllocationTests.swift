import AllocationTesting
import AllocationTracking
import CoreMetrics
import Logging
import Telemetry
import Testing
import Tracing

#if DEBUG
private let isOptimized = false
#else
private let isOptimized = true
#endif

/// What counting and tracing allocate. Only optimised code keeps to it. One after the other, for the places of attributes
/// that are not recorded are those of the process.
@Suite(
    .serialized,
    .enabled(if: isOptimized && AllocationHooks.status == .active, "needs a release build that counts allocations")
)
struct TelemetryAllocationTests {
    private static func service(sampler: TraceSampler) -> TelemetryService {
        var configuration = TelemetryConfiguration()
        configuration.tracing.sampler = sampler
        configuration.traceExport = TraceExportConfiguration(otlp: .init(endpoint: "http://localhost:1/"))
        return TelemetryService(configuration: configuration, logger: Logger(label: "test"))
    }

    private let counter: Counter
    private let histogram: Recorder
    private let unsampled = Self.service(sampler: .parentBased(root: .alwaysOff))
    private let sampled = Self.service(sampler: .alwaysOn)
    private let unsampledParent: ServiceContext

    init() {
        let registry = MetricRegistry()
        counter = Counter(label: "c", factory: registry)
        histogram = Recorder(label: "h", factory: registry)
        unsampledParent = unsampled.tracer.startSpan("parent", context: .topLevel).context
    }

    @Test(.allocations(exactly: 0)) func countingAllocatesNothing() {
        for _ in 0..<100 { counter.increment() }
    }

    @Test(.allocations(exactly: 0)) func recordingAllocatesNothing() {
        for value in 0..<100 { histogram.record(value) }
    }

    @Test(.allocations(exactly: 0)) func aSpanThatIsNotSampledAllocatesNothing() {
        for _ in 0..<100 {
            let span: any Span = unsampled.tracer.startAnySpan("root", context: .topLevel)
            span.attributes["http.request.method"] = "GET"
            span.attributes["http.response.status_code"] = 200
            span.setStatus(SpanStatus(code: .ok))
            span.end()
        }
    }

    @Test(.allocations(exactly: 0)) func theChildOfASpanThatIsNotSampledAllocatesNothing() {
        for _ in 0..<100 {
            let span = unsampled.tracer.startSpan("child", context: unsampledParent)
            keep(span.context)
            span.attributes["a"] = 1
            span.end()
        }
    }

    /// The span, its context with its ids, and room for attributes.
    @Test(.allocations(atMost: 5)) func aSpanThatIsSampledAllocatesFiveBlocks() {
        let span = sampled.tracer.startSpan("root", context: .topLevel)
        span.attributes["http.request.method"] = "GET"
        span.attributes["http.response.status_code"] = 200
        span.attributes["http.route"] = "/orders/{id}"
        span.attributes["server.port"] = 8080
        span.attributes["user_agent.original"] = "curl/8.0"
        span.end()
    }

    @_optimize(none)
    private func keep<Value>(_ value: Value) {}
}
