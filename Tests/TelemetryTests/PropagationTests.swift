#if Server

import Randomness
import Testing
import Tracing

@testable import Telemetry

/// The headers that connect services: W3C Trace Context and Baggage.
struct PropagationTests {
    private struct Headers: Extractor, Injector {
        func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }
        func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) { carrier[key] = value }
    }

    private static let valid = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    private let tracer = TelemetryTracer(configuration: .default, queue: nil)

    private func extract(_ headers: [String: String]) -> ServiceContext {
        var context = ServiceContext.topLevel
        tracer.extract(headers, into: &context, using: Headers())
        return context
    }

    private func inject(_ context: ServiceContext) -> [String: String] {
        var headers: [String: String] = [:]
        tracer.inject(context, into: &headers, using: Headers())
        return headers
    }

    @Test func whatComesInGoesOut() {
        let headers = ["traceparent": Self.valid, "tracestate": "a=1,b@c=2", "baggage": "user=%C3%A4,plan=pro;p=1"]
        let context = extract(headers)
        #expect(context.spanContext?.isRemote == true)
        #expect(context.spanContext?.traceID.description == "0af7651916cd43dd8448eb211c80319c")
        #expect(context.spanContext?.spanID.description == "b7ad6b7169203331")
        #expect(context.baggage["user"] == "ä")
        #expect(
            inject(context) == [
                "traceparent": Self.valid, "tracestate": "a=1,b@c=2", "baggage": "plan=pro;p=1,user=%C3%A4",
            ]
        )
    }

    @Test(
        arguments: [
            "", "00", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0x",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
        ]
    )
    func aHeaderThatIsNotValidStartsANewTrace(header: String) {
        #expect(extract(["traceparent": header]).spanContext == nil)
    }

    @Test func aLaterVersionMayHaveMoreFields() {
        let context = extract(["traceparent": "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more"])
        #expect(context.spanContext?.isSampled == true)
    }

    @Test(arguments: ["a", "a=", "A=1", "a=1,a=2", "a=\u{e9}", "=1", "a=b=c"])
    func aStateThatIsNotValidIsNotPassedOn(state: String) {
        let context = extract(["traceparent": Self.valid, "tracestate": state])
        #expect(context.spanContext?.traceState == "")
    }

    @Test func noMoreThan32MembersOfAStateArePassedOn() {
        let members = (0..<33).map { "k\($0)=v" }
        #expect(TraceState.valid(members.joined(separator: ",")) == nil)
        #expect(TraceState.valid(members.dropLast().joined(separator: " , "))?.split(separator: ",").count == 32)
    }

    @Test func entriesOfABaggageThatAreNotValidAreLeftOut() {
        let baggage = extract(["baggage": "a=1,b,=2,c d=3,e=%zz,f = 4 ;x"]).baggage
        #expect(baggage.names == ["a", "f"])
        #expect(baggage["f"] == "4")
    }

    @Test func aBaggageIsNeverLongerThanTheRecommendationAllows() throws {
        var baggage = Baggage()
        for number in 0..<1_000 { baggage["name\(number)"] = String(repeating: "x", count: 100) }
        let header = try #require(baggage.header)
        #expect(header.utf8.count <= 8_192)
        #expect(Baggage(header: header).names.allSatisfy { baggage[$0] != nil })
    }

    @Test func whatIsSwitchedOffIsNeitherReadNorWritten() {
        var configuration = TracingConfiguration.default
        configuration.propagators = []
        let tracer = TelemetryTracer(configuration: configuration, queue: nil)
        var context = ServiceContext.topLevel
        tracer.extract(["traceparent": Self.valid, "baggage": "a=1"], into: &context, using: Headers())
        #expect(context.isEmpty)
    }

    @Test(arguments: 0..<200)
    func damagedHeadersAreReadWithoutHarmAndNothingInvalidGoesOut(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let headers = [
            "traceparent": Self.valid, "tracestate": "a=1,tenant@system=2,c=3",
            "baggage": "user=%C3%A4,plan=pro;p=1,x=y",
        ].mapValues { text in
            String(decoding: Self.damaged(Array(text.utf8), using: &generator), as: UTF8.self)
        }
        for (name, value) in inject(extract(headers)) {
            #expect(value.utf8.allSatisfy { (0x20...0x7e).contains($0) }, "\(name): \(value)")
        }
    }

    /// With a few bytes altered, taken out or put in.
    private static func damaged(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            guard let place = bytes.indices.randomElement(using: &generator) else { break }
            let byte =
                generator.chance(50)
                ? UInt8.random(in: 0...255, using: &generator) : bytes.randomElement(using: &generator) ?? 0
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[place] = byte
            case 1: bytes.insert(byte, at: place)
            case 2: bytes.remove(at: place)
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }
}

#endif
