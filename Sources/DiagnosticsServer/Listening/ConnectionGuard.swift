#if Server

internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes

/// Keeps a connection to the limits: how long a request may take to arrive, how large it may be, how long nothing may
/// happen, and how long whoever asked may take to read the answer.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    struct Limits: Sendable {
        /// From the connection, or from the request's first byte, to its last.
        var arrival: TimeAmount
        /// Between an answer and the next request.
        var idle: TimeAmount
        var bodyBytes: Int
    }

    private let limits: Limits
    private let connections: Connections
    private var isAdmitted = false
    /// Whether the rest of what comes is thrown away because the connection is about to close.
    private var isRefused = false
    private var isReceiving = false
    private var isAnswering = false
    private var received = 0
    private var deadline: Scheduled<Void>?
    private var readDeadline: Scheduled<Void>?

    init(limits: Limits, connections: Connections) {
        self.limits = limits
        self.connections = connections
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard !isAdmitted, deadline == nil else { return }
        isAdmitted = connections.admit(context.channel)
        closeLater(context, in: limits.arrival)
    }

    func channelInactive(context: ChannelHandlerContext) {
        if isAdmitted { connections.go(context.channel) }
        deadline?.cancel()
        readDeadline?.cancel()
        context.fireChannelInactive()
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            guard isAdmitted else { return refuse(context, .serviceUnavailable) }
            if let length = head.headerFields[.contentLength].flatMap({ Int($0) }), length > limits.bodyBytes {
                return refuse(context, .contentTooLarge)
            }
            isReceiving = true
            isAnswering = true
            received = 0
            closeLater(context, in: limits.arrival)
        case .body(let bytes):
            received += bytes.readableBytes
            guard received <= limits.bodyBytes else { return refuse(context, .contentTooLarge) }
        case .end:
            isReceiving = false
            deadline?.cancel()
        }
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !isRefused else { return }
        switch error {
        case HTTPParserError.headerOverflow: refuse(context, .requestHeaderFieldsTooLarge)
        case is IOError, is ChannelError: context.fireErrorCaught(error)
        default: refuse(context, .badRequest)
        }
    }

    private func refuse(_ context: ChannelHandlerContext, _ status: HTTPResponse.Status) {
        isRefused = true
        deadline?.cancel()
        // An answer that has begun cannot be taken back.
        guard !isAnswering || isReceiving else { return context.close(promise: nil) }
        let head = HTTPResponse(status: status, headerFields: [.connection: "close", .contentLength: "0"])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        let loopBound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in loopBound.value.close(promise: nil) }
    }

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !isRefused else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        guard case .end = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
        isAnswering = false
        if isReceiving {
            // Answered before the request was there: the rest of it is of no interest.
            isRefused = true
            let loopBound = NIOLoopBound(context, eventLoop: context.eventLoop)
            context.writeAndFlush(data).whenComplete { _ in loopBound.value.close(promise: nil) }
            promise?.succeed()
        } else {
            closeLater(context, in: limits.idle)
            context.write(data, promise: promise)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        readDeadline?.cancel()
        readDeadline = context.channel.isWritable ? nil : Self.close(context, in: limits.idle)
        context.fireChannelWritabilityChanged()
    }

    // MARK: Deadlines

    private func closeLater(_ context: ChannelHandlerContext, in time: TimeAmount) {
        deadline?.cancel()
        deadline = Self.close(context, in: time)
    }

    private static func close(_ context: ChannelHandlerContext, in time: TimeAmount) -> Scheduled<Void> {
        let channel = context.channel
        return context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
    }
}

#endif
