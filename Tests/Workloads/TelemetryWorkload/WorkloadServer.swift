#if Server

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import Telemetry
import Tracing

/// Answers requests, and asks another of its kind where a request says so.
struct WorkloadServer: Service {
    private typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPPart<HTTPResponseHead, ByteBuffer>>

    let telemetry: TelemetryService
    let work: KnownWork

    func run() async throws {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(ResponseParts())
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
        print("listening on \(server.channel.localAddress?.port ?? 0)")
        fflush(nil)
        do {
            try await cancelWhenGracefulShutdown {
                try await server.executeThenClose { connections in
                    try await withThrowingDiscardingTaskGroup { group in
                        for try await connection in connections {
                            group.addTask { try? await serve(connection) }
                        }
                    }
                }
            }
        } catch is CancellationError {
            // That is how it ends.
        }
    }

    private func serve(_ connection: Connection) async throws {
        try await connection.executeThenClose { requests, responses in
            for try await case .head(let head) in requests {
                let (type, body) = try await answer(head)
                let headers: HTTPHeaders = ["content-type": type, "content-length": "\(body.count)"]
                try await responses.write(.head(HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)))
                try await responses.write(.body(ByteBuffer(bytes: body)))
                try await responses.write(.end(nil))
            }
        }
    }

    private func answer(_ request: HTTPRequestHead) async throws -> (type: String, body: [UInt8]) {
        let parts = request.uri.split(separator: "?", maxSplits: 1)
        switch parts.first {
        case "/metrics":
            let response = telemetry.prometheus.respond(accept: request.headers.first(name: "accept"))
            return (response.contentType, response.body)
        case "/order":
            work.placeOrder(7)
            return ("text/plain", Array("ok\n".utf8))
        case "/facts":
            return ("application/json", Array(try work.facts().utf8))
        default:
            let next = parts.dropFirst().first?.split(separator: "=", maxSplits: 1).last.map(String.init)
            return ("text/plain", Array(try await passOn(request.headers, to: next).utf8))
        }
    }

    /// Says the baggage that came with the request, and what the next service says.
    private func passOn(_ headers: HTTPHeaders, to next: String?) async throws -> String {
        var context = ServiceContext.topLevel
        telemetry.tracer.extract(headers, into: &context, using: HeaderFields())
        return try await telemetry.tracer.withSpan("work", context: context, ofKind: .server) { span in
            let said = "\(span.context.baggage["user"] ?? "-")\n"
            guard let next else { return said }
            // The client makes a span of its own and tells the next service of it.
            let response = try await HTTPClient.shared.execute(HTTPClientRequest(url: next), timeout: .seconds(60))
            return said + String(buffer: try await response.body.collect(upTo: 1 << 16))
        }
    }
}

/// Where the headers of a request are kept.
private struct HeaderFields: Extractor {
    func extract(key: String, from headers: HTTPHeaders) -> String? {
        let values = headers[key]
        return values.isEmpty ? nil : values.joined(separator: ",")
    }
}

/// Makes what a response is written as what the pipeline encodes.
private final class ResponseParts: ChannelOutboundHandler {
    typealias OutboundIn = HTTPPart<HTTPResponseHead, ByteBuffer>
    typealias OutboundOut = HTTPServerResponsePart

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part: HTTPServerResponsePart =
            switch unwrapOutboundIn(data) {
            case .head(let head): .head(head)
            case .body(let body): .body(.byteBuffer(body))
            case .end(let trailers): .end(trailers)
            }
        context.write(wrapOutboundOut(part), promise: promise)
    }
}

#endif
