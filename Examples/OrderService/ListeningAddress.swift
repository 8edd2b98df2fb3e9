#if Server

import NIOCore

/// Where the service listens: known once it does, awaited by the load generator.
final class ListeningAddress: Sendable {
    private let addresses: AsyncStream<SocketAddress>
    private let continuation: AsyncStream<SocketAddress>.Continuation

    init() {
        (addresses, continuation) = AsyncStream.makeStream()
    }

    func announce(_ address: SocketAddress) {
        continuation.yield(address)
        continuation.finish()
    }

    /// Waits for the address. Nil if the task is cancelled first. To be called once.
    func value() async -> SocketAddress? {
        await addresses.first { _ in true }
    }
}

#endif
