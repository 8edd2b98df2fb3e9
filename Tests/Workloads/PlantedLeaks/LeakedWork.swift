import ObjectPools

final class Connection: Poolable {
    var buffer: (Int, Int, Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0, 0, 0)
    init() {}
    func reset() {}
}

/// Keeps a lease, which then cannot return itself.
final class KeptLease {
    let lease: PoolLease<Connection>
    init(_ lease: consuming PoolLease<Connection>) { self.lease = lease }
}

struct Event: Sendable {
    var number: Int
    var payload: [Int]
}

/// Leaks of work that does not end.
final class LeakedWork {
    private let connections = ObjectPool<Connection>(name: "connections")
    private var leases: [KeptLease] = []
    private let (events, eventSource) = AsyncStream.makeStream(of: Event.self)

    func handle(_ number: Int) {
        endlessTask(number)
        lostContinuation(number)
        // Smaller than a task, so several of them.
        for part in 0..<4 {
            unreturnedLease(number * 4 + part)
            unreadEvent(number * 4 + part)
        }
    }

    private func endlessTask(_ number: Int) {
        Ledger.plant(number, "task never ending", "Task")
        Task { while !Task.isCancelled { try? await Task.sleep(for: .seconds(1000)) } }
    }

    private func lostContinuation(_ number: Int) {
        Ledger.plant(number, "continuation never resumed", "Task")
        Task.detached { await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in } }
    }

    private func unreturnedLease(_ number: Int) {
        Ledger.plant(number, "unreturned lease", "PlantedLeaks.Connection")
        leases.append(KeptLease(connections.borrow()))
    }

    private func unreadEvent(_ number: Int) {
        Ledger.plant(number, "events nobody reads", "Array<Int> storage")
        eventSource.yield(Event(number: number, payload: Array(repeating: number, count: 12)))
    }
}
