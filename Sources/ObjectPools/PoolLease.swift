/// An object of an ``ObjectPool`` on loan. It goes back at the end of the lease's life.
///
///     var lease = buffers.borrow()
///     let rows = lease.withValue { $0.parse(bytes) }
///     lease.end()                                   // or at the end of the scope
///
/// It can neither be copied nor used after its end: to give an object back twice, or to use it afterwards, does not
/// compile. It may be given back by another thread or task than the one that borrowed.
public struct PoolLease<Element: Poolable & ~Copyable>: ~Copyable {
    @usableFromInline let storage: UnsafeMutablePointer<Element>
    /// Not retained, see `PoolCore`.
    @usableFromInline let core: Unmanaged<PoolCore>
    /// Of a sampled lease; else 0.
    @usableFromInline let ticket: UInt

    @inlinable @inline(__always)
    init(storage: UnsafeMutablePointer<Element>, core: PoolCore, ticket: UInt) {
        self.storage = storage
        self.core = Unmanaged.passUnretained(core)
        self.ticket = ticket
    }

    @inlinable @inline(__always)
    deinit {
        core._withUnsafeGuaranteedRef { core in
            if ticket != 0 { core.returnTicket(ticket) }
            PoolEngine.giveBack(storage, to: core, reset: { $0.reset() }, size: { $0.retainedBytes })
        }
    }

    /// Runs `body` with the object.
    ///
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    @inlinable @inline(__always)
    public mutating func withValue<Result: ~Copyable, Failure: Error>(
        _ body: (inout Element) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(&storage.pointee)
    }

    /// Gives the object back now.
    @inlinable @inline(__always)
    public consuming func end() {}
}

// The object is in one pair of hands; wherever the lease goes, it goes.
extension PoolLease: @unchecked Sendable where Element: Sendable & ~Copyable {}
