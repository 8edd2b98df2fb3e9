#if Server

internal import Hummingbird
internal import NIOCore

/// What a request comes with.
struct DiagnosticsContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let eventLoop: any EventLoop

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        eventLoop = source.channel.eventLoop
    }
}

#endif
