#if Server

internal import ObjectPools

/// How long tasks wait in the shared pool before they run, told by one of its own: while the pool is blocked that one waits, too,
/// and its wait is what is told.
final class ExecutorProbe: Sendable {
    private struct State {
        /// When the task that has not run yet was made.
        var pending: ContinuousClock.Instant?
        var last: Duration?
        /// Of the last minute.
        var delays: [(time: ContinuousClock.Instant, delay: Duration)] = []
    }

    private static let memory = Duration.seconds(60)

    private let state = Guarded(State())

    /// Sends a task to the pool, unless one is on its way.
    func beat() {
        let now = ContinuousClock.now
        let isFree = state.withLock { state in
            guard state.pending == nil else { return false }
            state.pending = now
            return true
        }
        guard isFree else { return }
        Task.detached { self.arrive() }
    }

    private func arrive() {
        let now = ContinuousClock.now
        state.withLock { state in
            guard let start = state.pending else { return }
            state.pending = nil
            state.last = start.duration(to: now)
            state.delays.append((now, start.duration(to: now)))
            state.delays.removeAll { $0.time.duration(to: now) > Self.memory }
        }
    }

    /// As last measured, or longer if a task has been waiting for longer; and the longest of the last minute. Nil before the
    /// first.
    var delay: (last: Duration?, longest: Duration?) {
        let now = ContinuousClock.now
        return state.withLock { state in
            let waiting = state.pending.map { $0.duration(to: now) }
            let last = [state.last, waiting].compactMap { $0 }.max()
            let recent = state.delays.filter { $0.time.duration(to: now) <= Self.memory }.map(\.delay)
            return (last, (recent + [last].compactMap { $0 }).max())
        }
    }
}

#endif
