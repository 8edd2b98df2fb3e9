#if Server

import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import TrimtabHummingbird

struct ResponseBodyTests {
    private func answer(_ body: ResponseBody) async throws -> (
        status: HTTPResponse.Status, body: String, trailer: String?
    ) {
        let router = Router()
        router.get("/") { _, _ in Response(status: .ok, body: try await body.collected() ?? body) }
        return try await Application(router: router).test(.live) { client in
            try await client.execute(uri: "/", method: .get) {
                ($0.status, String(buffer: $0.body), $0.trailerHeaders?[.eTag])
            }
        }
    }

    @Test func aSmallBodyOfKnownLengthIsTheSameAsABuffer() async throws {
        let parts = ["one ", "two ", "three"].map { ByteBuffer(string: $0) }
        #expect(try await answer(ResponseBody(contentsOf: parts)).body == "one two three")
        #expect(try await answer(ResponseBody(byteBuffer: ByteBuffer(string: "one"))).body == "one")
        #expect(try await answer(ResponseBody()).body == "")
    }

    @Test func trailersStay() async throws {
        let body = ResponseBody(contentLength: 4) { writer in
            try await writer.write(ByteBuffer(string: "body"))
            try await writer.finish([.eTag: "7"])
        }
        let small = try #require(try await body.collected())
        #expect(small.contentLength == 4)
        #expect(try await answer(small).body == "body")
    }

    @Test func whatIsLargeOrOfUnknownLengthIsNotAsked() async throws {
        for length in [nil, 16 << 10 | 1] {
            let body = ResponseBody(contentLength: length) { _ in Issue.record("the body was asked for") }
            #expect(try await body.collected() == nil)
        }
    }

    @Test func anErrorOfTheBodyIsThrown() async {
        let body = ResponseBody(contentLength: 4) { _ in throw HTTPError(.conflict) }
        await #expect(throws: HTTPError.self) { _ = try await body.collected() }
    }
}

#endif
