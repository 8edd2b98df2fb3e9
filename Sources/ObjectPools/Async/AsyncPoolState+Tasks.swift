/// What the tasks of the pool report.
extension AsyncPoolState {
    /// Remembers the task of a job, unless that is done already.
    mutating func started(_ job: PoolJobs.Number, _ task: Task<Void, Never>, into effects: inout Effects) {
        if jobs.started(job, task), isShutDown { effects.append(.cancel(task)) }
    }

    /// An object has been made.
    mutating func made(
        _ object: PooledObject,
        by job: PoolJobs.Number,
        at now: Duration,
        into effects: inout Effects
    ) {
        jobs.finished(job)
        making -= 1
        news += 1
        place(object, at: now, into: &effects)
    }

    /// An object could not be made.
    ///
    /// The oldest waiter is told, unless there are jobs for all who wait. The next one has an object made for itself.
    mutating func failedToMake(
        _ error: any Error,
        by job: PoolJobs.Number,
        at now: Duration,
        into effects: inout Effects
    ) {
        jobs.finished(job)
        making -= 1
        if waiters.count > making + checking, let borrower = waiters.popFirst() {
            effects.append(.refuse(borrower, .factoryFailed(error)))
        }
        serve(at: now, into: &effects)
    }

    /// An object has been checked.
    mutating func checked(
        _ object: PooledObject,
        isFit: Bool,
        by job: PoolJobs.Number,
        at now: Duration,
        into effects: inout Effects
    ) {
        jobs.finished(job)
        checking -= 1
        if isFit {
            place(object, at: now, into: &effects)
        } else {
            giveUp(object, .invalid, into: &effects)
            serve(at: now, into: &effects)
        }
    }

    /// An object that was given up is gone.
    mutating func disposed(at now: Duration, into effects: inout Effects) {
        disposing -= 1
        serve(at: now, into: &effects)
    }

    /// Finds a place for an object that comes from a job.
    private mutating func place(_ object: PooledObject, at now: Duration, into effects: inout Effects) {
        if isShutDown {
            giveUp(object, .drained, into: &effects)
        } else {
            lend(object, at: now, into: &effects)
        }
        serve(at: now, into: &effects)
    }

    /// Remembers the task of a timer, unless another has taken its place.
    mutating func started(timer number: Int, _ task: Task<Void, Never>, into effects: inout Effects) {
        if !timer.started(number, task) { effects.append(.cancel(task)) }
    }

    /// Refuses the borrowers whose time is up, and says when to come back; nil when the timer is to end.
    mutating func expireWaiters(timer number: Int, at now: Duration, into effects: inout Effects) -> Duration? {
        guard number == timer.number else { return nil }
        while let borrower = waiters.popExpired(at: now) {
            effects.append(.refuse(borrower, .timedOut(longest: loans.longest)))
        }
        timer.goOn(until: waiters.earliestDeadline)
        return waiters.earliestDeadline
    }
}
