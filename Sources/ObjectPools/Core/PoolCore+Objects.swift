internal import Synchronization

/// The slow paths of taking and giving back.
extension PoolCore {
    /// Takes an idle object from wherever there is one, and counts the get; nil if a new one is to be made.
    @usableFromInline
    func obtain() -> UnsafeMutableRawPointer? {
        let object = findObject()
        if object != nil, configuration.tracing == .all { startGetSpan(reused: true).end() }
        return object
    }

    private func findObject() -> UnsafeMutableRawPointer? {
        guard let local = registeredLocal() else {
            counters.gets.wrappingAdd(1, ordering: .relaxed)
            return overflow.take(from: 0)?.address
        }
        heed(local)
        if let object = local.take(sampling: -1) { return object }
        local.pointee.gets.store(local.pointee.gets.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
        return overflow.take(from: stripe(of: local))?.address
    }

    /// Counts an object that was made because ``obtain()`` had none.
    @usableFromInline
    func countNew() { counters.news.wrappingAdd(1, ordering: .relaxed) }

    /// Counts a get for which no idle object could do.
    func countOversizeGet() {
        counters.gets.wrappingAdd(1, ordering: .relaxed)
        local()?.pointee.balance += 1
    }

    /// Takes back the get that ``obtain()`` counted: no object could be made.
    @usableFromInline
    func countFailedMake() {
        counters.gets.wrappingSubtract(1, ordering: .relaxed)
        local()?.pointee.balance -= 1
    }

    /// The span of making an object, if that is wanted.
    @usableFromInline
    func startMiss() -> PoolSpan? {
        configuration.tracing == .off ? nil : startGetSpan(reused: false)
    }

    /// Takes an object back that the calling thread could not keep for itself.
    @usableFromInline
    func giveBack(_ address: UnsafeMutableRawPointer, bytes: Int) {
        let object = IdleObject(address: address, bytes: bytes)
        let attention = local().map { heed($0) } ?? []
        local()?.pointee.balance -= 1
        if configuration.tracing == .all { startPutSpan().end() }
        if attention.contains(.bypass) {
            discard(object, .bypassed)
        } else if bytes > objectBytes {
            discard(object, .oversize)
        } else {
            retain(object, from: local().map { stripe(of: $0) } ?? 0)
        }
        countLatePut()
    }

    /// Puts an object into the overflow, or destroys it where there is no room.
    func retain(_ object: IdleObject, from start: Int) {
        if isClosed.load(ordering: .acquiring) {
            discard(object, .drained)
        } else if !overflow.add(object, from: start) {
            discard(object, .full)
        }
    }

    func discard(_ object: IdleObject, _ reason: DiscardReason) {
        destroy(object.address)
        counters.discard(1, reason)
    }

    /// Counts a put, after the object is where it belongs: if the pool is gone by now, nobody else looks after it.
    private func countLatePut() {
        let before = counters.puts.wrappingAdd(1, ordering: .acquiringAndReleasing).oldValue
        guard before >= PoolCounters.closedMark else { return }
        destroyOverflow()
        if late.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
            Unmanaged.passUnretained(self).release()
        }
    }

    /// Does what others ask of the thread that owns a record, and says what they ask.
    @discardableResult
    func heed(_ local: UnsafeMutablePointer<PoolLocal>) -> PoolLocal.Attention {
        let attention = PoolLocal.Attention(rawValue: local.pointee.attention.load(ordering: .acquiring))
        if attention.contains(.relinquish) { relinquish(local) }
        if local.pointee.limit == 0, local.pointee.gets.load(ordering: .relaxed) & 255 == 255 {
            lock.withLock { grantRoom(to: local) }
        }
        return attention
    }

    private func relinquish(_ local: UnsafeMutablePointer<PoolLocal>) {
        let objects = lock.withLock {
            local.lower(.relinquish)
            return local.takeAll()
        }
        for object in objects { discard(object, isClosed.load(ordering: .relaxed) ? .drained : .pressure) }
    }

    private func stripe(of local: UnsafeMutablePointer<PoolLocal>) -> Int {
        // Records of different threads lie far apart.
        Int(bitPattern: local) >> 8 & Int.max
    }
}
