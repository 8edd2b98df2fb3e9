#if Server

internal import NIOPosix

/// Where requests are answered: threads of its own, because those of the application's tasks may all be blocked, and that is
/// when one asks.
final class DiagnosticsExecutor: TaskExecutor {
    private let threads: NIOThreadPool

    /// - Parameter threads: Running.
    init(_ threads: NIOThreadPool) {
        self.threads = threads
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // Run whatever the pool's state is: a job that is lost is a task that never ends.
        threads.submit { _ in job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

#endif
