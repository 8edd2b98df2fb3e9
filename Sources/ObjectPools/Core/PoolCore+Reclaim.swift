internal import CTrimtabPlatform
internal import Synchronization

/// Giving up idle objects: of all threads, without their help.
extension PoolCore {
    /// How often to ask for a thread to leave its objects alone, when giving up is a favour and not a must.
    private static let patience = 1_000

    /// Gives up all idle objects.
    func giveUpAll(_ reason: DiscardReason) -> PoolReclaim {
        giveUp(takeFromThreads { _ in true } + overflow.takeAll(), reason)
    }

    /// Looks for idle objects, and gives up those that nobody has used since the look before the last one.
    func giveUpIdle() -> PoolReclaim {
        let objects = takeFromThreads { local in
            let counts = local.pointee.gets.load(ordering: .relaxed) &+ local.pointee.puts.load(ordering: .relaxed)
            local.pointee.idleLooks = counts == local.pointee.seen ? local.pointee.idleLooks + 1 : 0
            local.pointee.seen = counts
            return local.pointee.idleLooks >= 2
        }
        return giveUp(objects + overflow.takeIdle(), .expired)
    }

    private func giveUp(_ objects: [IdleObject], _ reason: DiscardReason) -> PoolReclaim {
        for object in objects { discard(object, reason) }
        return PoolReclaim(objects: objects.count, bytes: objects.reduce(0) { $0 + $1.bytes })
    }

    /// Takes the objects of the threads that `isWanted` names. Where the kernel has no barrier for all threads, they are
    /// asked to give them up at their next use instead.
    private func takeFromThreads(
        where isWanted: (UnsafeMutablePointer<PoolLocal>) -> Bool
    ) -> [IdleObject] {
        lock.withLock {
            let wanted = locals.filter { isWanted($0) && $0.retained.count > 0 }
            guard !wanted.isEmpty else { return [] }
            for local in wanted { local.raise(.taken) }
            guard trimtab_barrier_on_all_threads() else {
                for local in wanted {
                    local.raise(.relinquish)
                    local.lower(.taken)
                }
                return []
            }
            var objects: [IdleObject] = []
            for local in wanted {
                if local.waitUntilIdle(attempts: Self.patience) { objects += local.takeAll() }
                local.lower(.taken)
            }
            return objects
        }
    }

    func destroyOverflow() {
        _ = giveUp(overflow.takeAll(), .drained)
    }
}
