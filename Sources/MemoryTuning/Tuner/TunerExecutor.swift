internal import Dispatch

/// Where the tuner runs: a thread apart from those of the application's tasks, which may all be busy just when memory is
/// scarce, and which a long trim must not hold up.
final class TunerExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "trimtab.tuner")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
