/// The tasks in which a pool makes and checks objects.
///
/// A job is entered before its task is started, which happens without the lock; so it may be done before its task is
/// known here.
struct PoolJobs {
    typealias Number = Int

    private var tasks: [Number: Task<Void, Never>?] = [:]
    private var last = 0

    /// The tasks that are known and not done.
    var running: [Task<Void, Never>] { tasks.values.compactMap { $0 } }

    mutating func add() -> Number {
        last += 1
        tasks[last] = .some(nil)
        return last
    }

    /// Remembers the task of a job; false if the job is done already.
    mutating func started(_ job: Number, _ task: Task<Void, Never>) -> Bool {
        guard tasks[job] != nil else { return false }
        tasks[job] = .some(task)
        return true
    }

    mutating func finished(_ job: Number) {
        tasks[job] = nil
    }
}
