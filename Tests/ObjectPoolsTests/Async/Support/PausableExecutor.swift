import Dispatch
import ObjectPools
import Scheduling

/// Runs the jobs of tasks on one queue, counts them, and can keep them back for a while.
final class PausableExecutor: TaskExecutor {
    private struct State {
        var jobs = 0
        var isPaused = false
        var keptBack: [UnownedJob] = []
    }

    private let queue = DispatchQueue(label: "PausableExecutor")
    private let state = Guarded(State())

    /// Jobs so far.
    var jobs: Int { state.withLock { $0.jobs } }

    /// Jobs that wait for ``resume()``.
    var keptBack: Int { state.withLock { $0.keptBack.count } }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isPaused = state.withLock { state in
            state.jobs += 1
            if state.isPaused { state.keptBack.append(job) }
            return state.isPaused
        }
        if !isPaused { run(job) }
    }

    func pause() {
        state.withLock { $0.isPaused = true }
    }

    func resume() {
        let jobs = state.withLock { state in
            defer { state.keptBack = [] }
            state.isPaused = false
            return state.keptBack
        }
        for job in jobs { run(job) }
    }

    private func run(_ job: UnownedJob) {
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
