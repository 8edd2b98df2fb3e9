#if Server

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import ServiceLifecycle

/// A request that may be answered.
struct DiagnosticsRequest {
    let method: HTTPRequest.Method
    /// What stands after the `?`, as it was sent.
    let queryText: String
    let query: Query
    /// Of a `POST`; empty else.
    let body: ByteBuffer
    let headers: HTTPFields
    let eventLoop: any EventLoop
    private let request: Request

    init(_ request: Request, queryText: String, body: ByteBuffer, eventLoop: any EventLoop) throws(Refusal) {
        let isForm = request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true
        self.request = request
        method = request.method
        headers = request.headers
        self.queryText = queryText
        // As in Go, what stands in the body comes first.
        query = try Query(parsing: isForm ? "\(String(buffer: body))&\(queryText)" : queryText)
        self.body = body
        self.eventLoop = eventLoop
    }

    /// Waits as long as somebody waits for the answer.
    /// - Throws: ``Refusal`` if nobody does any more, or the server ends.
    func wait(_ duration: TimeAmount) async throws(Refusal) {
        let eventLoop = eventLoop
        do {
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                try await Pause.wait(duration, on: eventLoop)
            }
        } catch {
            throw Refusal(.internalServerError, "The request was given up.")
        }
    }
}

#endif
