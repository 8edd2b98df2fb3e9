/// Keeps objects that are dear to make, for the next who needs one.
///
///     let buffers = ObjectPool<ParseBuffer>(name: "parse-buffers")
///     let rows = buffers.withObject { $0.parse(bytes) }
///
/// Each thread keeps a few objects for itself, so that to take and give back one costs some nanoseconds and no lock; what
/// it cannot keep, others find. Counts are exact. How much is kept is bounded in objects and in bytes
/// (``PoolRetention``), and what nobody uses is given up after a while.
///
/// **Don't pool** small plain objects: malloc serves them in some 20 ns. A pool pays for what is large, must be zeroed, or
/// is costly to set up. ``statistics`` says whether it does (``PoolNetBenefit``).
///
/// When the pool itself goes, so do its idle objects; leases that are out then are destroyed when they come back.
public final class ObjectPool<Element: Poolable & ~Copyable>: Sendable {
    @usableFromInline let engine: PoolEngine<Element>
    private let janitor: PoolJanitor?

    /// - Parameters:
    ///   - name: Names the pool in metrics, spans and reports. Pools of one name are added up there.
    ///   - configuration: How much is kept, and what is watched.
    public convenience init(name: String, configuration: PoolConfiguration = .default) {
        self.init(name: name, configuration: configuration, hooks: PoolHooks())
    }

    init(name: String, configuration: PoolConfiguration, hooks: PoolHooks) {
        engine = PoolEngine(name: name, configuration: configuration, hooks: hooks)
        janitor = PoolJanitor(for: [engine.core])
        PoolRegistry.add(engine.core)
    }

    deinit { engine.core.close() }

    /// The name given at the start.
    public var name: String { engine.core.name }

    /// What the pool has done so far and holds now.
    public var statistics: PoolStatistics { engine.core.statistics }

    // MARK: Use

    /// Runs `body` with an object that is its alone meanwhile, and gives it back, also when `body` throws.
    ///
    /// - Parameter body: Gets an object as good as new.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    @inlinable @inline(__always)
    public func withObject<Result: ~Copyable, Failure: Error>(
        _ body: (inout Element) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try engine.use(
            make: { () throws(Failure) in Element() },
            reset: { $0.reset() },
            size: { $0.retainedBytes },
            body: body
        )
    }

    /// Lends an object until the lease ends.
    ///
    /// For when an object must outlive a scope, or an `await`; ``withObject(_:)`` is simpler and a little faster.
    @inlinable @inline(__always)
    public func borrow(
        function: StaticString = #function,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> PoolLease<Element> {
        guard let object = engine.core.local()?.take(sampling: engine.core.leaseMask) else {
            return borrowSlowly(BorrowPlace(function: function, file: file, line: line))
        }
        return PoolLease(storage: object.assumingMemoryBound(to: Element.self), core: engine.core, ticket: 0)
    }

    @inlinable @inline(never)
    func borrowSlowly(_ place: BorrowPlace) -> PoolLease<Element> {
        let ticket = engine.core.issueTicketIfSampled(place)
        return PoolLease(storage: engine.obtain { Element() }, core: engine.core, ticket: ticket)
    }

    // MARK: Upkeep

    /// Sampled leases that are out for longer than `age`, the oldest first, with the line that borrowed.
    ///
    /// One lease in ``PoolConfiguration/leaseSampling`` is sampled, so a leak that repeats is found soon.
    public func outstanding(longerThan age: Duration) -> [OutstandingLease] { engine.core.outstanding(longerThan: age) }

    /// Gives up the objects that nobody has used since the call before the last one; counted as `expired`.
    ///
    /// The pool does so by itself, twice in ``PoolRetention/idleTime``. Where that is nil, do it when it suits you.
    @discardableResult
    public func evictIdle() -> PoolReclaim { engine.core.giveUpIdle() }

    /// Gives up all idle objects because memory is wanted back; counted as `pressure`.
    @discardableResult
    public func reclaim() -> PoolReclaim { engine.core.giveUpAll(.pressure) }

    /// Gives up all idle objects; counted as `drained`. The pool can be used on.
    @discardableResult
    public func drain() -> PoolReclaim { engine.core.giveUpAll(.drained) }
}
