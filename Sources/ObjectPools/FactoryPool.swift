/// An ``ObjectPool`` for what is made by a closure: with arguments, of a type that is not ``Poolable``, or by something
/// that can fail.
///
///     let parsers = FactoryPool(name: "parsers") { () throws(ParserError) in try Parser(grammar) } reset: { $0.rewind() }
///     let tree = try parsers.withObject { try $0.parse(text) }
///
/// `Failure` is what `make` throws; for one that does not throw, nothing has to be caught. A lease of this pool keeps the
/// pool alive.
public final class FactoryPool<Element: ~Copyable, Failure: Error>: Sendable {
    @usableFromInline let engine: PoolEngine<Element>
    @usableFromInline let make: @Sendable () throws(Failure) -> Element
    @usableFromInline let reset: @Sendable (inout Element) -> Void
    @usableFromInline let size: @Sendable (borrowing Element) -> Int
    private let janitor: PoolJanitor?

    /// - Parameters:
    ///   - name: Names the pool in metrics, spans and reports. Pools of one name are added up there.
    ///   - configuration: How much is kept, and what is watched.
    ///   - make: Makes an object, when the pool has none.
    ///   - reset: Makes an object as good as new, when it is given back.
    ///   - size: The bytes that an idle object holds on to; by default the size of the value itself.
    public convenience init(
        name: String,
        configuration: PoolConfiguration = .default,
        make: @escaping @Sendable () throws(Failure) -> Element,
        reset: @escaping @Sendable (inout Element) -> Void = { _ in },
        size: @escaping @Sendable (borrowing Element) -> Int = { _ in MemoryLayout<Element>.size }
    ) {
        self.init(
            name: name,
            configuration: configuration,
            hooks: PoolHooks(),
            make: make,
            reset: reset,
            size: size
        )
    }

    init(
        name: String,
        configuration: PoolConfiguration,
        hooks: PoolHooks,
        make: @escaping @Sendable () throws(Failure) -> Element,
        reset: @escaping @Sendable (inout Element) -> Void = { _ in },
        size: @escaping @Sendable (borrowing Element) -> Int = { _ in MemoryLayout<Element>.size }
    ) {
        self.make = make
        self.reset = reset
        self.size = size
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
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws; what `make` threw, if there was no object and none could be made.
    @inlinable
    public func withObject<Result: ~Copyable>(_ body: (inout Element) throws -> Result) throws -> Result {
        try engine.use(make: { () throws(any Error) in try make() }, reset: reset, size: size, body: body)
    }

    /// Lends an object until the lease ends.
    ///
    /// - Throws: What `make` threw, if there was no object and none could be made.
    @inlinable
    public func borrow(
        function: StaticString = #function,
        file: StaticString = #fileID,
        line: UInt = #line
    ) throws(Failure) -> FactoryLease<Element, Failure> {
        if let object = engine.core.local()?.take(sampling: engine.core.leaseMask) {
            return FactoryLease(storage: object.assumingMemoryBound(to: Element.self), pool: self, ticket: 0)
        }
        let ticket = engine.core.issueTicketIfSampled(BorrowPlace(function: function, file: file, line: line))
        do {
            return FactoryLease(storage: try engine.obtain(make: make), pool: self, ticket: ticket)
        } catch {
            if ticket != 0 { engine.core.returnTicket(ticket) }
            throw error
        }
    }

    // MARK: Upkeep

    /// Sampled leases that are out for longer than `age`, the oldest first, with the line that borrowed.
    public func outstanding(longerThan age: Duration) -> [OutstandingLease] {
        engine.core.outstanding(longerThan: age)
    }

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

extension FactoryPool where Element: ~Copyable, Failure == Never {
    /// Runs `body` with an object that is its alone meanwhile, and gives it back, also when `body` throws.
    ///
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    @inlinable
    public func withObject<Result: ~Copyable, BodyFailure: Error>(
        _ body: (inout Element) throws(BodyFailure) -> Result
    ) throws(BodyFailure) -> Result {
        try engine.use(make: { () throws(BodyFailure) in make() }, reset: reset, size: size, body: body)
    }
}
