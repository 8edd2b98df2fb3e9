internal import Dispatch

/// Where the tuner runs: a thread apart from those of the application's tasks, which may all be busy just when memory is
/// scarce. Looks and cycles have one each: a trim may take long, and neither looks nor tasks shall wait for it. Who sleeps here does
/// so by ``QueueClock``.
final class TunerExecutor: TaskExecutor {
    private let queue: DispatchQueue

    /// - Parameter name: Of the thread, for debuggers.
    init(_ name: String) {
        queue = DispatchQueue(label: "trimtab.\(name)")
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
