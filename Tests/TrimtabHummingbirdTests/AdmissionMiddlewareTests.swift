#if Server

import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import MemoryTuning
import Scheduling
import Testing
import TrimtabHummingbird

/// One request at a time is let in; the others wait for 20 ms.
struct AdmissionMiddlewareTests {
    private let admission: AdmissionController
    private let gate = Gate()

    init() throws {
        admission = try Self.admission(window: 1)
    }

    private static func admission(window: Int) throws -> AdmissionController {
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        return try AdmissionController(
            tuner: MemoryTuner(logger: logger),
            configuration: .init(
                initialWindow: window,
                bodyBytes: 100,
                maximumWait: .milliseconds(20),
                retryAfter: .milliseconds(1_500)
            )
        )
    }

    private func application(_ admission: AdmissionController? = nil) -> some ApplicationProtocol {
        let router = Router()
        router.add(middleware: AdmissionMiddleware(admission ?? self.admission))
        router.get("health") { _, _ in "well" }
        router.post("orders") { _, _ in "ordered" }
        router.get("fails") { _, _ -> String in throw HTTPError(.badRequest) }
        // Its body is written when the gate opens.
        for method in [HTTPRequest.Method.get, .post] {
            router.on("export", method: method) { [gate] _, _ in
                Response(
                    status: .ok,
                    body: ResponseBody { writer in
                        await gate.pass()
                        try await writer.write(ByteBuffer(string: "exported"))
                        try await writer.finish(nil)
                    }
                )
            }
        }
        return Application(router: router)
    }

    private func order(_ client: any TestClientProtocol, bytes: Int = 1) async throws -> TestResponse {
        try await client.execute(
            uri: "/orders",
            method: .post,
            headers: [.contentLength: String(bytes)],
            body: ByteBuffer(repeating: 0, count: bytes)
        )
    }

    @Test(.timeLimit(.minutes(10))) func aRequestIsUnderWayUntilItsBodyIsWritten() async throws {
        try await application().test(.router) { client in
            async let export = client.execute(uri: "/export", method: .get)
            await until { gate.arrivals == 1 }
            let refused = try await order(client)
            #expect(refused.status == .serviceUnavailable)
            #expect(refused.headers[.retryAfter] == "2")
            #expect(admission.statistics.underWay == 1)
            gate.open()
            let exported = try await export
            #expect(String(buffer: exported.body) == "exported")
            await until { admission.statistics.underWay == 0 }
            let admitted = try await order(client)
            #expect(admitted.status == .ok)
        }
    }

    @Test(.timeLimit(.minutes(10))) func healthChecksPassWhateverHappens() async throws {
        try await application().test(.router) { client in
            async let export = client.execute(uri: "/export", method: .get)
            await until { gate.arrivals == 1 }
            let health = try await client.execute(uri: "/health", method: .get)
            #expect(health.status == .ok)
            gate.open()
            _ = try await export
        }
    }

    @Test func aBodyThatNeverFitsIsTooLarge() async throws {
        try await application().test(.router) { client in
            let refused = try await order(client, bytes: 101)
            let admitted = try await order(client, bytes: 100)
            #expect(refused.status == .contentTooLarge)
            #expect(admitted.status == .ok)
        }
    }

    @Test(arguments: ["9223372036854775807", "9223372036854775808", "18446744073709551615"])
    func aLengthBeyondAllBoundsIsTooLarge(length: String) async throws {
        try await application().test(.router) { client in
            let refused = try await client.execute(uri: "/orders", method: .post, headers: [.contentLength: length])
            #expect(refused.status == .contentTooLarge)
            let health = try await client.execute(uri: "/health", method: .get, headers: [.contentLength: length])
            #expect(health.status == .ok)
        }
    }

    @Test(.timeLimit(.minutes(10)), arguments: [HTTPFields(), [.transferEncoding: "chunked"]])
    func aBodyOfUnknownLengthCountsForWhatItMayTake(fields: HTTPFields) async throws {
        let admission = try Self.admission(window: 2)
        try await application(admission).test(.router) { client in
            async let export = client.execute(uri: "/export", method: fields.isEmpty ? .post : .get, headers: fields)
            await until { gate.arrivals == 1 }
            let refused = try await order(client)
            #expect(refused.status == .serviceUnavailable)
            let withoutBody = try await client.execute(uri: "/fails", method: .get)
            #expect(withoutBody.status == .badRequest)
            gate.open()
            _ = try await export
        }
    }

    @Test func whatFailsIsNoLongerUnderWay() async throws {
        try await application().test(.router) { client in
            let answer = try await client.execute(uri: "/fails", method: .get)
            #expect(answer.status == .badRequest)
            #expect(admission.statistics.underWay == 0)
        }
    }
}

#endif
