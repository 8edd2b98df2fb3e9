internal import Synchronization

/// The places of pools in the threads' tables.
enum PoolIndices {
    private struct State {
        var free: [Int] = []
        var next = 0
        var identity: UInt = 0
    }

    private static let lock = Lock()
    nonisolated(unsafe) private static var state = State()  // guarded by `lock`

    /// - Returns: The lowest free index, and a number that no pool had before.
    static func take() -> (index: Int, identity: UInt) {
        lock.withLock {
            state.identity += 1
            if let index = state.free.popLast() { return (index, state.identity) }
            state.next += 1
            return (state.next - 1, state.identity)
        }
    }

    static func giveBack(_ index: Int) {
        lock.withLock { state.free.append(index) }
    }
}
