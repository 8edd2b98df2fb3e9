/// What is to be done after a change of an ``AsyncPoolState``, without the lock, in this order.
enum AsyncPoolEffect {
    /// Resume a borrower with an object, which is lent to it.
    case lend(PooledObject, Waiter<PooledObject>)
    /// Resume a borrower with an error.
    case refuse(Waiter<PooledObject>, Refusal)
    /// Make an object, then call `made` or `failedToMake`.
    case make(PoolJobs.Number)
    /// Find out whether an object is fit for use, then call `checked`.
    case check(PooledObject, PoolJobs.Number)
    /// Let go of an object that the pool has given up. If the pool disposes, dispose of it and then call `disposed`.
    case dispose(PooledObject)
    /// Call `expireWaiters` at a time.
    case wake(at: Duration, timer: Int)
    /// Cancel a task whose result is not wanted any more.
    case cancel(Task<Void, Never>)
    /// Resume a task that waited for the end of the pool.
    case end(Waiter<Void>)

    /// Why a borrower gets no object.
    enum Refusal {
        case cancelled
        /// The object that has been out for longest, and who has it.
        case timedOut(longest: PoolLoans.Loan?)
        case tooManyWaiting
        case shutDown
        case factoryFailed(any Error)
    }
}
