internal import CTrimtabPlatform
internal import Synchronization

/// A thread's first use of a pool, and its end.
extension PoolCore {
    /// Guards the tie between records and cores, so that a thread that ends and a pool that ends don't miss each other.
    /// Taken before a core's own lock.
    static let ties = Lock()

    /// The calling thread's record, made if need be; nil while the thread ends.
    func registeredLocal() -> UnsafeMutablePointer<PoolLocal>? {
        if let local = local() { return local }
        // A pool that is gone may have left its record at this place.
        let left = trimtab_pool_record(index).map { $0.assumingMemoryBound(to: PoolLocal.self) }
        if let left, left.pointee.pool.load(ordering: .acquiring) != 0 { return nil }
        return lock.withLock {
            let record = PoolLocal(pool: identity, core: self, attention: attention)
            let local = UnsafeMutablePointer<PoolLocal>.make(in: left, record)
            if left == nil, !trimtab_pool_set_record(index, local, recordEnds) {
                local.destroy()
                return nil
            }
            locals.append(local)
            grantRoom(to: local)
            return local
        }
    }

    /// Sets room aside for what the calling thread keeps, up to half of the budget for all threads. Holds the lock.
    func grantRoom(to local: UnsafeMutablePointer<PoolLocal>) {
        let retention = configuration.retention
        let threads = licences + 1
        guard threads <= retention.maximumCount / 2 / PoolLocal.capacity,
            objectBytes <= retention.maximumBytes / 2 / threads,
            overflow.reserve(PoolLocal.capacity, bytes: objectBytes)
        else { return }
        licences = threads
        local.pointee.limit = PoolLocal.capacity
    }

    /// Takes back what was set aside. Holds the lock.
    private func revokeRoom(of local: UnsafeMutablePointer<PoolLocal>) {
        guard local.pointee.limit > 0 else { return }
        licences -= 1
        overflow.release(PoolLocal.capacity, bytes: objectBytes)
    }

    /// Takes a record out of the list: its objects are the caller's now, its counts have been added. Holds the lock.
    func remove(_ local: UnsafeMutablePointer<PoolLocal>) -> [IdleObject] {
        ended.add(local)
        revokeRoom(of: local)
        return local.takeAll()
    }

    /// The calling thread ends: what it kept goes to the others.
    fileprivate func threadEnds(_ local: UnsafeMutablePointer<PoolLocal>) {
        let objects = lock.withLock {
            // The pool's end may have been faster.
            guard let position = locals.firstIndex(of: local) else { return [IdleObject]() }
            locals.remove(at: position)
            return remove(local)
        }
        for object in objects { retain(object, from: 0) }
        // The pool may have ended in between, and have looked at the overflow before.
        atomicMemoryFence(ordering: .sequentiallyConsistent)
        if isClosed.load(ordering: .relaxed) { destroyOverflow() }
    }
}

/// Called by the thread that ends, for each of its records.
private func recordEnds(_ record: UnsafeMutableRawPointer?) {
    guard let local = record?.assumingMemoryBound(to: PoolLocal.self) else { return }
    // While the lock is held and the record is tied, the pool's end is not past untying it: the core is alive.
    let core = PoolCore.ties.withLock { local.pointee.core?.takeUnretainedValue() }
    core?.threadEnds(local)
    local.destroy()
}
