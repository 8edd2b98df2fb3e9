/// An object of a ``FactoryPool`` on loan. It goes back at the end of the lease's life, like that of ``PoolLease``.
public struct FactoryLease<Element: ~Copyable, Failure: Error>: ~Copyable {
    @usableFromInline let storage: UnsafeMutablePointer<Element>
    @usableFromInline let pool: FactoryPool<Element, Failure>
    /// Of a sampled lease; else 0.
    @usableFromInline let ticket: UInt

    @inlinable
    init(storage: UnsafeMutablePointer<Element>, pool: FactoryPool<Element, Failure>, ticket: UInt) {
        self.storage = storage
        self.pool = pool
        self.ticket = ticket
    }

    @inlinable
    deinit {
        if ticket != 0 { pool.engine.core.returnTicket(ticket) }
        PoolEngine.giveBack(storage, to: pool.engine.core, reset: pool.reset, size: pool.size)
    }

    /// Runs `body` with the object.
    ///
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    @inlinable
    public mutating func withValue<Result: ~Copyable, BodyFailure: Error>(
        _ body: (inout Element) throws(BodyFailure) -> Result
    ) throws(BodyFailure) -> Result {
        try body(&storage.pointee)
    }

    /// Gives the object back now.
    @inlinable
    public consuming func end() {}
}

// The object is in one pair of hands; wherever the lease goes, it goes.
extension FactoryLease: @unchecked Sendable where Element: Sendable & ~Copyable {}
