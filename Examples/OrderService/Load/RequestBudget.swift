#if Server

import Synchronization

/// Numbers the requests of all connections, until enough were made or somebody calls ``stop()``.
final class RequestBudget: Sendable {
    private struct State {
        var issued = 0
        /// How many requests to allow; nil for any number.
        var limit: Int?

        var isExhausted: Bool {
            guard let limit else { return false }
            return issued >= limit
        }
    }

    private let state: Mutex<State>

    /// - Parameter limit: how many requests to allow; nil for any number.
    init(limit: Int?) {
        state = Mutex(State(limit: limit))
    }

    /// The number of the next request, from 0 on, or nil if there shall be none.
    func next() -> Int? {
        state.withLock { state in
            guard !state.isExhausted else { return nil }
            defer { state.issued += 1 }
            return state.issued
        }
    }

    var isExhausted: Bool {
        state.withLock { $0.isExhausted }
    }

    /// Allows no further request.
    func stop() {
        state.withLock { $0.limit = 0 }
    }
}

#endif
