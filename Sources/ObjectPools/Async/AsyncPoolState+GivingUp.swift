/// Giving up objects, and the pool.
extension AsyncPoolState {
    /// Gives up idle objects past their age or idle time, and says what.
    mutating func evictExpired(at now: Duration, into effects: inout Effects) -> PoolReclaim {
        giveUpIdle(.expired, at: now, into: &effects) { [limits] in limits.isExpired($0, at: now) }
    }

    /// Gives up all idle objects, and says what.
    mutating func giveUpAll(
        _ reason: DiscardReason,
        at now: Duration,
        into effects: inout Effects
    ) -> PoolReclaim {
        giveUpIdle(reason, at: now, into: &effects) { _ in true }
    }

    /// Refuses all who wait and all who come, and gives up every object as soon as nobody has it.
    mutating func shutDown(at now: Duration, into effects: inout Effects) {
        guard !isShutDown else { return }
        isShutDown = true
        while let borrower = waiters.popFirst() { effects.append(.refuse(borrower, .shutDown)) }
        for task in jobs.running { effects.append(.cancel(task)) }
        if let task = timer.replace(wakingAt: nil) { effects.append(.cancel(task)) }
        _ = giveUpAll(.drained, at: now, into: &effects)
    }

    /// Lets a task wait for the last object to be gone, after ``shutDown(at:into:)``.
    mutating func awaitEnd(_ waiter: Waiter<Void>, into effects: inout Effects) {
        if waiter.phase == .new, count > 0 {
            ends.append(waiter)
        } else {
            waiter.phase = .done
            effects.append(.end(waiter))
        }
    }

    /// Stops a task from waiting for the end.
    mutating func cancelEnd(_ waiter: Waiter<Void>, into effects: inout Effects) {
        if waiter.phase == .queued {
            ends.remove(waiter)
            effects.append(.end(waiter))
        }
        waiter.phase = .done
    }

    /// Counts an object as given up, and has it disposed of.
    mutating func giveUp(
        _ object: PooledObject,
        _ reason: DiscardReason,
        into effects: inout Effects
    ) {
        discards[reason] += 1
        if limits.disposes { disposing += 1 }
        effects.append(.dispose(object))
    }

    private mutating func giveUpIdle(
        _ reason: DiscardReason,
        at now: Duration,
        into effects: inout Effects,
        where isUnwanted: (PooledObject) -> Bool
    ) -> PoolReclaim {
        let unwanted = idle.filter(isUnwanted)
        idle.removeAll(where: isUnwanted)
        for object in unwanted { giveUp(object, reason, into: &effects) }
        serve(at: now, into: &effects)
        return PoolReclaim(objects: unwanted.count)
    }
}
