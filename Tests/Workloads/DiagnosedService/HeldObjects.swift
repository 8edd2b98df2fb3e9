#if Server

/// In a dictionary of a store in a global.
final class HeldSession: Sendable {
    let page = (0, 1, 2, 3, 4, 5, 6, 7)
}

final class HeldStore {
    var sessions: [Int: HeldSession] = [:]
}

/// Held by its own closure.
final class HeldDownload {
    var completion: (() -> Void)?
    var progress = (0, 0, 0, 0, 0, 0)
}

/// Two that hold each other.
final class HeldScreen {
    var owner: HeldCoordinator?
    var size = (0, 0, 0, 0, 0, 0)
}

final class HeldCoordinator {
    var screen: HeldScreen?
    var state = (0, 0, 0, 0, 0, 0)
}

final class HeldRow: Sendable {
    let cells = (0, 1, 2, 3, 4, 5, 6, 7)
}

/// Objects of which it is known what refers to them.
enum HeldObjects {
    // One thread alone gets at them: that which reads the commands.
    nonisolated(unsafe) private static let store = HeldStore()
    nonisolated(unsafe) private static var rows: [HeldRow] = []

    @inline(never)
    static func hold(_ count: Int) {
        for number in 0..<count {
            store.sessions[store.sessions.count] = HeldSession()
            rows.append(HeldRow())
            let download = HeldDownload()
            download.completion = { download.progress.0 += number }
            let coordinator = HeldCoordinator()
            let screen = HeldScreen()
            coordinator.screen = screen
            screen.owner = coordinator
        }
    }
}

#endif
