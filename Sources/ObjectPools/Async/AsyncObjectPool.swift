/// A bounded pool of objects that are expensive to have and are made, used and checked asynchronously: connections,
/// sessions, subprocesses.
///
///     let connections = try AsyncObjectPool(
///         name: "database",
///         configuration: .init(maximumCount: 20, maximumWaiting: 500, maximumIdle: .seconds(600)),
///         make: { try await Connection.open(to: server) },
///         validate: { connection in await connection.isAlive() },
///         dispose: { connection in await connection.close() }
///     )
///     let user = try await connections.withObject(timeout: .seconds(2)) { connection in
///         try await connection.query("SELECT ...")
///     }
///     await connections.shutDown()
///
/// For plain memory that is only costly to allocate, this is the wrong pool: a borrow here takes a lock.
///
/// **The life of an object.** It is *made* when a borrower comes, none is idle and there are fewer than
/// ``Configuration/maximumCount``. It is *lent* to one borrower at a time. Given back, it is handed to the borrower that
/// has waited longest, or stays *idle*; the idle one that was used last is lent first, and is validated before. It is
/// *given up* when it is too old, was idle for too long, is unfit, or when memory is wanted back; then it is disposed of,
/// and only after that its place is free for another.
///
/// **First come, first served.** Nobody who comes later gets an object while another waits. A borrower that gives up, by
/// cancellation or timeout, leaves at once; an object that was being made or validated for it is for the next one.
///
/// **Who runs what.** `make`, `validate` and `dispose` run in tasks of the pool's own, not in the borrower's: they see
/// none of its task-local values and are not cancelled with it. Each should have a time limit of its own, since an object
/// takes up its place until they return. ``shutDown()`` cancels `make` and `validate`.
public final class AsyncObjectPool<Element: Sendable>: Sendable {
    /// The name given by its maker, for errors and metrics.
    public var name: String { core.name }

    let core: AsyncPoolCore
    private let janitor: PoolJanitor?

    /// Makes an empty pool.
    ///
    /// - Parameters:
    ///   - name: Names the pool in errors and metrics.
    ///   - configuration: How many objects, and for how long.
    ///   - make: Makes an object. If it throws, so does the borrow (``PoolError/Code/factoryFailed``), and the next
    ///     borrower in line has another one made.
    ///   - validate: Says whether an object is fit for use: of every idle object before it is lent, and of one whose
    ///     borrower failed before it is handed on. nil: all are taken to be fit, and one whose borrower failed is given up.
    ///   - dispose: Called once for each object that is given up, after its last use. nil: it is released.
    /// - Throws: ``PoolError/Code/invalidConfiguration``.
    public init(
        name: String,
        configuration: Configuration = Configuration(),
        make: @escaping @Sendable () async throws -> Element,
        validate: (@Sendable (Element) async -> Bool)? = nil,
        dispose: (@Sendable (Element) async -> Void)? = nil
    ) throws(PoolError) {
        if let objection = configuration.objection {
            throw PoolError(.invalidConfiguration, pool: name, reason: objection)
        }
        var check: (@Sendable (AsyncPoolCore.Element) async -> Bool)?
        if let validate { check = { await validate(Self.element(of: $0)) } }
        var end: (@Sendable (AsyncPoolCore.Element) async -> Void)?
        if let dispose { end = { await dispose(Self.element(of: $0)) } }

        core = AsyncPoolCore(
            name: name,
            limits: AsyncPoolLimits(
                maximumCount: configuration.maximumCount,
                maximumWaiting: configuration.maximumWaiting,
                maximumAge: configuration.maximumAge,
                maximumIdle: configuration.maximumIdle,
                validates: validate != nil,
                disposes: dispose != nil
            ),
            clock: RelativeClock(configuration.clock),
            make: { PooledElement(try await make()) },
            validate: check,
            dispose: end
        )
        janitor = PoolJanitor(for: core, configuration.expiry)
        PoolRegistry.add(core)
    }

    /// Gives up all objects. There are no borrowers left then, each would hold the pool.
    deinit {
        core.shutDown()
    }

    /// What the pool has done and what it holds. `retained` includes objects that are being validated; `retainedBytes`
    /// is 0, since the pool does not know its objects' size, and `netBenefit` is not measured.
    public var statistics: PoolStatistics { core.statistics }

    /// Borrowers that wait for an object to be given back, made or validated.
    public var waiting: Int { core.waiting }

    /// Objects that are lent for longer than `age`, the longest first, with the line that borrowed. All are watched.
    public func outstanding(longerThan age: Duration) -> [OutstandingLease] { core.outstanding(longerThan: age) }

    /// Gives up the idle objects that are past ``Configuration/maximumAge`` or ``Configuration/maximumIdle``.
    ///
    /// The pool does so by itself, twice in the shorter of these times, if its clock is one of the system's.
    ///
    /// - Returns: How many objects were given up. Their bytes are not known: 0.
    @discardableResult
    public func evictExpired() -> PoolReclaim {
        core.evictExpired()
    }

    /// Gives up all idle objects because memory is wanted back.
    ///
    /// - Returns: As ``evictExpired()``.
    @discardableResult
    public func reclaim() -> PoolReclaim {
        core.giveUpAll(.pressure)
    }

    /// Gives up all idle objects, for example because what they are connected to has changed.
    ///
    /// - Returns: As ``evictExpired()``.
    @discardableResult
    public func drain() -> PoolReclaim {
        core.giveUpAll(.drained)
    }

    /// Ends the pool, and waits until its last object has been disposed of.
    ///
    /// Borrowers that wait and those that come later get ``PoolError/Code/shutDown``. Idle objects are disposed of at
    /// once, those that are lent when they are given back. May be called more than once.
    ///
    /// If the calling task is cancelled, this returns without waiting any longer; the rest happens all the same.
    ///
    /// - Important: Do not call this while the same task borrows an object of the pool: it would wait for itself.
    public func shutDown() async {
        core.shutDown()
        await core.awaitEnd()
    }

    /// The element in what the core knows as an object.
    static func element(of object: AsyncPoolCore.Element) -> Element {
        // All objects of this pool's core come out of the closure `make` that its initializer passes, which makes a
        // `PooledElement<Element>` of each.
        unsafeDowncast(object, to: PooledElement<Element>.self).element
    }
}
