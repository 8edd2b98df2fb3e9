/// The rules of an ``AsyncObjectPool``: which borrower gets which object, and what becomes of it.
///
/// A plain value that is changed under the pool's lock. What a change calls for (resuming tasks, making objects) it only
/// lists, to be done after the lock is released; so nothing here waits, and no code of the user runs.
///
/// - Every object, from the start of making it to the end of its disposal, is in exactly one of: being made, idle, being
///   checked, lent, being disposed of. Together they are never more than the limit.
/// - No borrower waits while an object could be lent to it, or made or checked for it: ``serve(at:into:)`` is called
///   after every change that could make one available.
/// - Jobs (making, checking) belong to the pool, not to the borrower that caused them: what comes out goes to the oldest
///   waiter, whoever that is by then. So a borrower that gives up costs neither an object nor a place.
struct AsyncPoolState {
    typealias Effects = [AsyncPoolEffect]
    typealias Borrower = Waiter<PooledObject>

    /// How a borrower gives an object back.
    enum Condition {
        case intact
        /// The borrower failed, maybe halfway through a conversation.
        case suspect
        case broken
    }

    let limits: AsyncPoolLimits

    /// The one given back last is at the end, and lent first: so that what is not needed stays idle, and expires.
    var idle: [PooledObject] = []
    var waiters = WaiterQueue<PooledObject>()
    var loans = PoolLoans()
    var making = 0
    var checking = 0
    var disposing = 0

    var gets = 0
    var puts = 0
    var news = 0
    var discards = PoolDiscards()

    var jobs = PoolJobs()
    var timer = WaiterTimer()

    var isShutDown = false
    /// Tasks that wait for the last object to be gone.
    var ends = WaiterQueue<Void>()

    init(limits: AsyncPoolLimits) {
        self.limits = limits
    }

    /// Objects that exist or are being made.
    var count: Int { making + checking + disposing + idle.count + gets - puts }

    var statistics: PoolStatistics {
        PoolStatistics(
            gets: gets,
            puts: puts,
            news: news,
            discards: discards,
            retained: idle.count + checking,
            retainedBytes: 0,
            netBenefit: nil
        )
    }

    // MARK: Borrowing

    /// Lends an idle object if that takes no more than this; otherwise the borrower must ``enqueue(_:at:into:)``.
    mutating func take(for place: BorrowPlace, at now: Duration) -> PooledObject? {
        guard waiters.first == nil, !limits.validates, var object = idle.last, !limits.isExpired(object, at: now)
        else { return nil }
        idle.removeLast()
        gets += 1
        object.loan = loans.begin(place, at: now)
        return object
    }

    /// Serves a borrower, refuses it, or lets it wait.
    mutating func enqueue(_ borrower: Borrower, at now: Duration, into effects: inout Effects) {
        if let refusal = refusal(of: borrower) {
            borrower.phase = .done
            effects.append(.refuse(borrower, refusal))
            return
        }
        waiters.append(borrower)
        serve(at: now, into: &effects)

        guard borrower.phase == .queued, let deadline = borrower.deadline else { return }
        if deadline <= now {
            waiters.remove(borrower)
            effects.append(.refuse(borrower, .timedOut(longest: loans.longest)))
        } else if !timer.covers(deadline) {
            if let task = timer.replace(wakingAt: deadline) { effects.append(.cancel(task)) }
            effects.append(.wake(at: deadline, timer: timer.number))
        }
    }

    /// Why a borrower may not come into line; nil if it may.
    private func refusal(of borrower: Borrower) -> AsyncPoolEffect.Refusal? {
        if borrower.phase != .new { return .cancelled }
        if isShutDown { return .shutDown }
        // One for whom an object is there, or can be made at once, is not in line.
        if let maximumWaiting = limits.maximumWaiting, idle.isEmpty, count >= limits.maximumCount,
            waiters.count - making - checking >= maximumWaiting
        {
            return .tooManyWaiting
        }
        return nil
    }

    /// Refuses a borrower that waits, or is about to, because its task was cancelled.
    mutating func cancel(_ borrower: Borrower, into effects: inout Effects) {
        switch borrower.phase {
        case .new:
            borrower.phase = .done
        case .queued:
            waiters.remove(borrower)
            effects.append(.refuse(borrower, .cancelled))
        case .done:
            break
        }
    }

    /// Takes an object back, and hands it on or keeps it, or gives it up.
    mutating func giveBack(
        _ object: PooledObject,
        _ condition: Condition,
        at now: Duration,
        into effects: inout Effects
    ) {
        puts += 1
        loans.end(object.loan)
        if condition == .broken || condition == .suspect && !limits.validates {
            giveUp(object, .invalid, into: &effects)
        } else if isShutDown {
            giveUp(object, .drained, into: &effects)
        } else if limits.isTooOld(object, at: now) {
            giveUp(object, .expired, into: &effects)
        } else if waiters.first == nil {
            var object = object
            object.idleSince = now
            idle.append(object)
        } else if condition == .suspect {
            check(object, into: &effects)
        } else {
            lend(object, at: now, into: &effects)
        }
        serve(at: now, into: &effects)
    }

    // MARK: Serving

    /// Lends, checks or makes objects until there is one under way for each waiter, or no more can be had.
    mutating func serve(at now: Duration, into effects: inout Effects) {
        while waiters.count > making + checking {
            if let object = idle.popLast() {
                if limits.isExpired(object, at: now) {
                    giveUp(object, .expired, into: &effects)
                } else if limits.validates {
                    check(object, into: &effects)
                } else {
                    lend(object, at: now, into: &effects)
                }
            } else if count < limits.maximumCount {
                making += 1
                effects.append(.make(jobs.add()))
            } else {
                break
            }
        }
        if isShutDown, count == 0 {
            while let waiter = ends.popFirst() { effects.append(.end(waiter)) }
        }
    }

    /// Lends an object to the oldest waiter, or keeps it if there is none.
    mutating func lend(_ object: PooledObject, at now: Duration, into effects: inout Effects) {
        guard let borrower = waiters.popFirst() else { return idle.append(object) }
        gets += 1
        var object = object
        object.loan = loans.begin(borrower.place, at: now)
        effects.append(.lend(object, borrower))
    }

    private mutating func check(_ object: PooledObject, into effects: inout Effects) {
        checking += 1
        effects.append(.check(object, jobs.add()))
    }
}
