#if Server

internal import NIOConcurrencyHelpers
internal import NIOCore
package import NIOHTTP1
internal import NIOPosix
package import NIOSSL

/// A collector on a port of this machine, which answers as it is told and keeps what it gets.
package final class TestCollector: Sendable {
    /// What to do with a request.
    package enum Answer: Sendable {
        case status(Int, headers: [(String, String)] = [], body: [UInt8] = [])
        /// Says nothing at all.
        case silence
        /// Says that 100 bytes come, sends three, and closes the connection.
        case halfAResponse
        /// Closes the connection without a word.
        case hangUp

        package static let ok = Answer.status(200, headers: [("content-type", "application/x-protobuf")])
    }

    package struct Request: Sendable {
        package let path: String
        package let headers: HTTPHeaders
        package let body: [UInt8]
    }

    struct State: Sendable {
        var requests: [Request] = []
        /// Of the next requests.
        var answers: [Answer] = []
        /// Of all others.
        var answer: Answer
        var connections: [ObjectIdentifier: any Channel] = [:]
    }

    package let port: Int
    private let channel: any Channel
    private let state: NIOLockedValueBox<State>

    package init(answering answer: Answer = .ok, port: Int = 0, tls: NIOSSLContext? = nil) async throws {
        let state = NIOLockedValueBox(State(answer: answer))
        self.state = state
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(CollectorHandler(state: state))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        self.port = channel.localAddress?.port ?? 0
    }

    package var requests: [Request] { state.withLockedValue { $0.requests } }

    /// What the next requests are answered with, before the usual answer.
    package func answerNext(_ answers: [Answer]) { state.withLockedValue { $0.answers = answers } }
    package func answer(_ answer: Answer) { state.withLockedValue { $0.answer = answer } }

    package func url(_ path: String, scheme: String = "http") -> String { "\(scheme)://localhost:\(port)\(path)" }

    /// Nobody listens any more.
    package func close() async throws {
        try await channel.close()
        let connections = state.withLockedValue { Array($0.connections.values) }
        for connection in connections { try? await connection.close() }
    }
}

private final class CollectorHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let state: NIOLockedValueBox<TestCollector.State>
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(state: NIOLockedValueBox<TestCollector.State>) {
        self.state = state
    }

    func channelActive(context: ChannelHandlerContext) {
        let channel = context.channel
        state.withLockedValue { $0.connections[ObjectIdentifier(channel)] = channel }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        state.withLockedValue { $0.connections[ObjectIdentifier(context.channel)] = nil }
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let part): body += part.readableBytesView
        case .end: answer(context: context)
        }
    }

    private func answer(context: ChannelHandlerContext) {
        guard let head else { return }
        let answer = state.withLockedValue { state in
            state.requests.append(TestCollector.Request(path: head.uri, headers: head.headers, body: body))
            return state.answers.isEmpty ? state.answer : state.answers.removeFirst()
        }
        switch answer {
        case .silence: break
        case .hangUp: context.close(promise: nil)
        case .status(let status, let headers, let body):
            send(status, headers + [("content-length", "\(body.count)")], body, context: context)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        case .halfAResponse:
            send(200, [("content-length", "100")], [1, 2, 3], context: context)
            context.flush()
            context.close(promise: nil)
        }
    }

    private func send(_ status: Int, _ headers: [(String, String)], _ body: [UInt8], context: ChannelHandlerContext) {
        let head = HTTPResponseHead(
            version: .http1_1,
            status: HTTPResponseStatus(statusCode: status),
            headers: HTTPHeaders(headers)
        )
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
    }
}

#endif
