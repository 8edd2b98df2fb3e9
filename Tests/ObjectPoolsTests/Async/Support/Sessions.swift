import Scheduling
import Synchronization
import Testing

@testable import ObjectPools

/// What the tests pool: knows who uses it, and whether it still exists.
final class Session: Sendable {
    let number: Int
    private let users = Atomic(0)
    private let disposals = Atomic(0)

    init(number: Int) {
        self.number = number
    }

    /// Whether it was disposed of.
    var isDisposed: Bool { disposals.load(ordering: .sequentiallyConsistent) > 0 }

    /// Begins a use, in which nobody else may use it and it may not be disposed of.
    func begin() {
        #expect(users.add(1, ordering: .sequentiallyConsistent).newValue == 1, "lent to two at once")
        #expect(!isDisposed, "used after its disposal")
    }

    func end() {
        #expect(!isDisposed, "disposed of while in use")
        users.subtract(1, ordering: .sequentiallyConsistent)
    }

    func dispose() {
        #expect(users.load(ordering: .sequentiallyConsistent) == 0, "disposed of while in use")
        #expect(disposals.add(1, ordering: .sequentiallyConsistent).newValue == 1, "disposed of twice")
    }
}

/// Makes sessions and counts them.
final class Sessions: Sendable {
    private struct State {
        var made = 0
        var existing = 0
        var most = 0
        var failures: [any Error] = []
        var disposed: [Int] = []
    }

    private let state = Guarded(State())

    /// Sessions made so far.
    var made: Int { state.withLock { $0.made } }
    /// Sessions made and not disposed of.
    var existing: Int { state.withLock { $0.existing } }
    /// The most that existed at once, from the start of making one.
    var most: Int { state.withLock { $0.most } }
    /// The numbers of those that were disposed of, in order.
    var disposed: [Int] { state.withLock { $0.disposed } }

    /// The next call of ``make()`` throws this.
    func fail(with error: any Error) {
        state.withLock { $0.failures.append(error) }
    }

    /// Calls of ``make()`` do not throw any more.
    func forgetFailures() {
        state.withLock { $0.failures = [] }
    }

    func make() throws -> Session {
        begin()
        return try finish()
    }

    /// What ``make()`` does first.
    func begin() {
        state.withLock { state in
            state.existing += 1
            state.most = max(state.most, state.existing)
        }
    }

    /// What ``make()`` does last.
    func finish() throws -> Session {
        try state.withLock { state in
            if !state.failures.isEmpty {
                state.existing -= 1
                throw state.failures.removeFirst()
            }
            state.made += 1
            return Session(number: state.made)
        }
    }

    func dispose(_ session: Session) {
        session.dispose()
        state.withLock { state in
            state.existing -= 1
            state.disposed.append(session.number)
        }
    }
}

/// What the tests have go wrong.
struct Failure: Error, Equatable {
    var number = 0
}

typealias SessionPool = AsyncObjectPool<Session>
