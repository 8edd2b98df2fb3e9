internal import CTrimtabPlatform

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// An executor of one thread, for one test.
///
/// It never calls malloc between its start and its end: what the thread allocates is the test's. Invariant: everything
/// mutable is guarded by `mutex`.
final class DedicatedThread: TaskExecutor, @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var jobs: JobQueue
    private var isFinished = false
    private var ranOnMainActor = false
    private var thread = pthread_t()

    /// nil if the system has no thread or no memory to give.
    init?() {
        guard let jobs = JobQueue() else { return nil }
        self.jobs = jobs
        mutex = .allocate(capacity: 1)
        changed = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
        // The thread holds its executor until it ends.
        let retained = Unmanaged.passRetained(self)
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        let status = pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<DedicatedThread>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            },
            retained.toOpaque()
        )
        guard status == 0 else {
            retained.release()
            return nil
        }
        pthread_detach(thread)
    }

    deinit {
        jobs.deallocate()
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Whether something came back to this thread from the main actor.
    var wasOnMainActor: Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return ranOnMainActor
    }

    /// Whether the caller runs on this thread.
    var isCurrent: Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return pthread_equal(pthread_self(), thread) != 0
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isOnMainActor = Self.isOnMainActor
        pthread_mutex_lock(mutex)
        if isOnMainActor { ranOnMainActor = true }
        jobs.append(job)
        pthread_cond_signal(changed)
        pthread_mutex_unlock(mutex)
    }

    /// Ends the thread once it has nothing left to do.
    func finish() {
        pthread_mutex_lock(mutex)
        isFinished = true
        pthread_cond_signal(changed)
        pthread_mutex_unlock(mutex)
    }

    private func run() {
        while let job = next() { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    private func next() -> UnownedJob? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while jobs.isEmpty && !isFinished { pthread_cond_wait(changed, mutex) }
        return jobs.popFirst()
    }

    /// A job that comes from the main actor is enqueued by it. Its thread tells nothing: it need not be the main thread.
    private static var isOnMainActor: Bool {
        // An executor is two words, as the runtime's C interface has it.
        let (identity, implementation) = unsafeBitCast(
            MainActor.sharedUnownedExecutor,
            to: (UnsafeMutableRawPointer?, UInt).self
        )
        return trimtab_is_current_executor(identity, implementation)
    }
}
