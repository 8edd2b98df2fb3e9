/// An ``AsyncObjectPool`` without the type of its elements: runs what its ``AsyncPoolState`` calls for.
///
/// Making, checking and disposing happen in tasks of the pool's own. So they are neither cancelled with a borrower nor
/// waited for beyond its deadline, and what comes out of them is there for the next one.
///
/// Sendable: all that changes is ``AsyncPoolState``, behind a lock.
final class AsyncPoolCore: @unchecked Sendable {
    /// A ``PooledElement``.
    typealias Element = any AnyObject & Sendable

    let name: String
    private let limits: AsyncPoolLimits
    private let clock: RelativeClock
    private let make: @Sendable () async throws -> Element
    private let validate: (@Sendable (Element) async -> Bool)?
    private let dispose: (@Sendable (Element) async -> Void)?

    private let lock = Lock()
    // Guarded by `lock`.
    private var state: AsyncPoolState

    init(
        name: String,
        limits: AsyncPoolLimits,
        clock: RelativeClock,
        make: @escaping @Sendable () async throws -> Element,
        validate: (@Sendable (Element) async -> Bool)?,
        dispose: (@Sendable (Element) async -> Void)?
    ) {
        self.name = name
        self.limits = limits
        self.clock = clock
        self.make = make
        self.validate = validate
        self.dispose = dispose
        state = AsyncPoolState(limits: limits)
    }

    deinit {
        PoolRegistry.remove(ObjectIdentifier(self), name, last: state.statistics)
    }

    var statistics: PoolStatistics { lock.withLock { state.statistics } }

    var waiting: Int { lock.withLock { state.waiters.count } }

    var isShutDown: Bool { lock.withLock { state.isShutDown } }

    // MARK: Borrowing

    /// Lends an idle object, if one is at hand, nobody waits, and the task is not cancelled.
    func take(for place: BorrowPlace) -> PooledObject? {
        guard !Task.isCancelled else { return nil }
        let now = clock.now()
        return lock.withLock { state.take(for: place, at: now) }
    }

    /// Lends an object as soon as one is to be had.
    ///
    /// - Throws: ``PoolError``, or `CancellationError`.
    func wait(at place: BorrowPlace, timeout: Duration?) async throws -> PooledObject {
        let borrower = Waiter<PooledObject>(at: place)
        let now = clock.now()
        borrower.deadline = timeout.map { clock.deadline(after: $0, from: now) }
        let object = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                change(checksHere: true) { state, effects in
                    borrower.continuation = continuation
                    state.enqueue(borrower, at: now, into: &effects)
                }
            }
        } onCancel: {
            change { $0.cancel(borrower, into: &$1) }
        }
        // Cancelled when it had been served already: the object is for somebody who wants it.
        if Task.isCancelled {
            giveBack(object, .intact)
            throw CancellationError()
        }
        return object
    }

    func giveBack(_ object: PooledObject, _ condition: AsyncPoolState.Condition) {
        let now = clock.now()
        change { $0.giveBack(object, condition, at: now, into: &$1) }
    }

    // MARK: Giving up

    func evictExpired() -> PoolReclaim {
        let now = clock.now()
        return change { $0.evictExpired(at: now, into: &$1) }
    }

    func giveUpAll(_ reason: DiscardReason) -> PoolReclaim {
        let now = clock.now()
        return change { $0.giveUpAll(reason, at: now, into: &$1) }
    }

    /// Refuses all borrowers from now on, and gives up each object as soon as nobody has it.
    func shutDown() {
        let now = clock.now()
        change { $0.shutDown(at: now, into: &$1) }
    }

    /// Waits until the last object is gone, after ``shutDown()``, or until the task is cancelled.
    func awaitEnd() async {
        let waiter = Waiter<Void>()
        try? await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                change { state, effects in
                    waiter.continuation = continuation
                    state.awaitEnd(waiter, into: &effects)
                }
            }
        } onCancel: {
            change { $0.cancelEnd(waiter, into: &$1) }
        }
    }

    // MARK: Effects

    /// Changes the state under the lock, and then does what the change calls for.
    ///
    /// - Parameter checksHere: Whether a check starts on this thread, up to its first suspension: most need none, and to
    ///   change threads costs more than such a check. Only for a borrower: from a job, one unfit object after the other
    ///   would be checked, each deeper in the stack.
    private func change<Result>(
        checksHere: Bool = false,
        _ change: (inout AsyncPoolState, inout AsyncPoolState.Effects) -> Result
    ) -> Result {
        var effects: AsyncPoolState.Effects = []
        let result = lock.withLock { change(&state, &effects) }
        for effect in effects { perform(effect, checksHere: checksHere) }
        return result
    }

    private func perform(_ effect: AsyncPoolEffect, checksHere: Bool) {
        switch effect {
        case .lend(let object, let borrower):
            borrower.continuation?.resume(returning: object)
        case .refuse(let borrower, let refusal):
            borrower.continuation?.resume(throwing: error(for: refusal))
        case .make(let job):
            let task = Task.detached { await self.makeObject(job) }
            change { $0.started(job, task, into: &$1) }
        case .check(let object, let job):
            let task =
                if checksHere, #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *) {
                    Task.immediateDetached { await self.check(object, job) }
                } else {
                    Task.detached { await self.check(object, job) }
                }
            change { $0.started(job, task, into: &$1) }
        case .dispose(let object):
            guard let dispose else { return }
            Task.detached {
                await dispose(object.element)
                let now = self.clock.now()
                self.change { $0.disposed(at: now, into: &$1) }
            }
        case .wake(let deadline, let timer):
            let task = Task.detached { await self.expireWaiters(at: deadline, timer: timer) }
            change { $0.started(timer: timer, task, into: &$1) }
        case .cancel(let task):
            task.cancel()
        case .end(let waiter):
            waiter.continuation?.resume()
        }
    }

    private func makeObject(_ job: PoolJobs.Number) async {
        do {
            let element = try await make()
            let now = clock.now()
            let object = PooledObject(element: element, madeAt: now, idleSince: now)
            change { $0.made(object, by: job, at: now, into: &$1) }
        } catch {
            let now = clock.now()
            change { $0.failedToMake(error, by: job, at: now, into: &$1) }
        }
    }

    private func check(_ object: PooledObject, _ job: PoolJobs.Number) async {
        let isFit = await validate?(object.element) ?? true
        let now = clock.now()
        change { $0.checked(object, isFit: isFit, by: job, at: now, into: &$1) }
    }

    private func expireWaiters(at deadline: Duration, timer: Int) async {
        var next: Duration? = deadline
        while let wake = next {
            // Throws when cancelled, and then another timer has taken this one's place, or none is needed.
            guard (try? await clock.sleep(until: wake)) != nil else { return }
            let now = clock.now()
            next = change { $0.expireWaiters(timer: timer, at: now, into: &$1) }
        }
    }

    private func error(for refusal: AsyncPoolEffect.Refusal) -> any Error {
        let count = "\(limits.maximumCount) object\(limits.maximumCount == 1 ? "" : "s")"
        switch refusal {
        case .cancelled:
            return CancellationError()
        case .timedOut(let longest):
            return PoolError(
                .timedOut,
                pool: name,
                reason: "none of \(count) was to be had in time\(text(of: longest)); allow more time or more objects "
                    + "(maximumCount), or borrow them for less long"
            )
        case .tooManyWaiting:
            return PoolError(
                .tooManyWaiting,
                pool: name,
                reason: "\(limits.maximumWaiting ?? 0) borrowers were waiting for \(count) already, as many as may; "
                    + "try again later, or allow more of either (maximumWaiting, maximumCount)"
            )
        case .shutDown:
            return PoolError(
                .shutDown,
                pool: name,
                reason: "the pool has been shut down; borrow before that, or make a new pool"
            )
        case .factoryFailed(let error):
            return PoolError(
                .factoryFailed,
                pool: name,
                reason: "no object could be made: \(error); see to its cause, then try again",
                underlying: error
            )
        }
    }

    private func text(of loan: PoolLoans.Loan?) -> String {
        guard let loan else { return "" }
        let place = "\(loan.place.function) at \(loan.place.file):\(loan.place.line)"
        return "; the one that has been out for longest was borrowed by \(place), \(clock.now() - loan.since) ago"
    }
}

extension AsyncPoolCore: RegisteredPool {
    func reclaim() -> PoolReclaim { giveUpAll(.pressure) }

    var leasesOfThisThread: Int { 0 }

    func outstanding(longerThan age: Duration) -> [OutstandingLease] {
        let now = clock.now()
        return lock.withLock { state.loans.out }
            .filter { now - $0.since > age }
            .map { OutstandingLease(pool: name, place: $0.place, age: now - $0.since, weight: 1) }
    }
}
