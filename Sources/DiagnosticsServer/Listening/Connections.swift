#if Server

internal import NIOCore
internal import ObjectPools

/// The connections that are open.
final class Connections: Sendable {
    private let most: Int
    private let open = Guarded<[ObjectIdentifier: any Channel]>([:])

    /// - Parameter most: How many are served at once.
    init(most: Int) {
        self.most = most
    }

    /// Whether there is room for one more, which then has to be let ``go(_:)``.
    func admit(_ channel: any Channel) -> Bool {
        open.withLock { open in
            guard open.count < most else { return false }
            open[ObjectIdentifier(channel)] = channel
            return true
        }
    }

    func go(_ channel: any Channel) {
        open.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(channel)) }
    }

    /// Closes them all, whatever they are about.
    func close() {
        for channel in open.withLock({ Array($0.values) }) { channel.close(promise: nil) }
    }
}

#endif
