#if Server

internal import NIOCore
internal import ObjectPools

/// The connections that are open.
final class Connections: Sendable {
    private let most: Int
    private struct State {
        var open: [ObjectIdentifier: any Channel] = [:]
        var isClosed = false
    }

    private let state = Guarded(State())

    /// - Parameter most: How many are served at once.
    init(most: Int) {
        self.most = most
    }

    /// Whether there is room for one more, which then has to be let ``go(_:)``.
    func admit(_ channel: any Channel) -> Bool {
        state.withLock { state in
            guard !state.isClosed, state.open.count < most else { return false }
            state.open[ObjectIdentifier(channel)] = channel
            return true
        }
    }

    func go(_ channel: any Channel) {
        state.withLock { _ = $0.open.removeValue(forKey: ObjectIdentifier(channel)) }
    }

    /// Closes them all, whatever they are about, and admits no more.
    func close() {
        let channels = state.withLock { state in
            state.isClosed = true
            return Array(state.open.values)
        }
        for channel in channels { channel.close(promise: nil) }
    }
}

#endif
