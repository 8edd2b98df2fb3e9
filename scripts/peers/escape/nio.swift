// Exercises NIOCore and NIOEmbedded: buffers, futures, pipelines, codecs.
import NIOCore
import NIOEmbedded

final class Upper: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        let text = (buffer.readString(length: buffer.readableBytes) ?? "").uppercased()
        context.fireChannelRead(wrapInboundOut(context.channel.allocator.buffer(string: text)))
    }
}

final class Lines: ByteToMessageDecoder {
    typealias InboundOut = ByteBuffer
    func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        guard let end = buffer.readableBytesView.firstIndex(of: 10) else { return .needMoreData }
        guard let line = buffer.readSlice(length: end - buffer.readerIndex) else { return .needMoreData }
        buffer.moveReaderIndex(forwardBy: 1)
        context.fireChannelRead(wrapInboundOut(line))
        return .continue
    }
}

for round in 0..<20 {
    var buffer = ByteBufferAllocator().buffer(capacity: 16)
    buffer.writeString("hello \(round)\n"); buffer.writeInteger(UInt32(round)); buffer.writeBytes([1, 2, 3])
    buffer.writeRepeatingByte(7, count: 300); var slice = buffer.getSlice(at: 0, length: 9); slice?.writeString("x")
    _ = buffer.readBytes(length: 4); _ = "\(buffer)"; buffer.discardReadBytes(); buffer.setString("abc", at: 2)
    _ = buffer.hexDump(format: .plain); _ = buffer.getInteger(at: 0, as: UInt16.self)
    let channel = EmbeddedChannel()
    try channel.pipeline.syncOperations.addHandlers([ByteToMessageHandler(Lines()), Upper()])
    try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 80)).wait()
    try channel.writeInbound(ByteBuffer(string: "one\ntwo\nthr"))
    try channel.writeInbound(ByteBuffer(string: "ee\n"))
    while let line = try channel.readInbound(as: ByteBuffer.self) { _ = String(buffer: line) }
    try channel.writeOutbound(ByteBuffer(string: "out")); _ = try channel.readOutbound(as: ByteBuffer.self)
    let loop = channel.embeddedEventLoop
    let promise = loop.makePromise(of: Int.self)
    let chained = promise.futureResult.map { $0 + 1 }.flatMap { loop.makeSucceededFuture("\($0)") }
    let failed: EventLoopFuture<Int> = loop.makeFailedFuture(ChannelError.ioOnClosedChannel)
    let all = EventLoopFuture.whenAllSucceed([chained, loop.makeSucceededFuture("b")], on: loop)
    loop.scheduleTask(in: .seconds(1)) { promise.succeed(round) }
    _ = failed.flatMapError { _ in loop.makeSucceededFuture(3) }.and(value: 4).always { _ in }
    loop.advanceTime(by: .seconds(2)); _ = try all.wait()
    var ring = CircularBuffer<Int>(initialCapacity: 2)
    for number in 0..<50 { ring.append(number); if number % 2 == 0 { _ = ring.popFirst() } }
    _ = try channel.finish()
}
