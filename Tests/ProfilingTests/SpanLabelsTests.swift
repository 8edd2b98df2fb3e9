import InMemoryTracing
import Instrumentation
import Testing
import Tracing

@testable import Profiling

struct SpanLabelsTests {
    /// Sends one header, whatever the span.
    private struct HeaderInstrument: Instrument {
        let name: String
        let value: String

        func inject<Carrier, Inject: Injector>(
            _ context: ServiceContext,
            into carrier: inout Carrier,
            using injector: Inject
        )
        where Inject.Carrier == Carrier { injector.inject(value, forKey: name, into: &carrier) }

        func extract<Carrier, Extract: Extractor>(
            _ carrier: Carrier,
            into context: inout ServiceContext,
            using extractor: Extract
        ) where Extract.Carrier == Carrier {}
    }

    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let parent = "00f067aa0ba902b7"

    private let span = InMemoryTracer().startSpan("load orders", context: .topLevel, ofKind: .internal)

    @Test func aSpanIsNamedByWhatItDoes() {
        #expect(ProfileLabels.labels(of: span) == ["span.name": "load orders"])
    }

    @Test(arguments: ["traceparent", "Traceparent"]) func itsIdsAreThoseOfTheHeaderThatItsTracerSends(header: String) {
        let instrument = HeaderInstrument(name: header, value: "00-\(Self.trace)-\(Self.parent)-01")
        #expect(
            ProfileLabels.labels(of: span, ids: true, instrument: instrument)
                == ["span.name": "load orders", "trace_id": Self.trace, "span_id": Self.parent]
        )
    }

    @Test(arguments: [
        "", "00", "00-\(trace)", "00-\(trace)-\(parent)", "00-short-\(parent)-01", "00-\(trace)-short-01",
    ])
    func aTracerWithoutIdsLeavesTheNameAlone(value: String) {
        let instrument = HeaderInstrument(name: "traceparent", value: value)
        #expect(ProfileLabels.labels(of: span, ids: true, instrument: instrument) == ["span.name": "load orders"])
    }

    @Test func whatRunsInItHasItsLabels() async {
        let inside = await withProfileLabels(of: span) { ProfileLabels.current }
        #expect(inside["span.name"] == "load orders")
        #expect(ProfileLabels.current.isEmpty)
    }
}
