public import CTrimtabPlatform
public import Synchronization

/// What all kinds of pools are made of, knowing nothing of the objects but their addresses.
///
/// An idle object is with a thread (``PoolLocal``) or in ``Overflow``. What a use does: take from the thread's own, on the
/// slow path from the overflow, else let the front door make an object; keep in the thread's own, else in the overflow,
/// else destroy.
///
/// Lifetime: the front door owns it and calls ``close()`` at its end. Leases know it without owning it, since to retain it
/// would cost as much as all the rest; while some are out, a closed core keeps itself alive until the last is back.
///
/// Sendable: what changes is atomic, or behind `lock`.
@usableFromInline
final class PoolCore: @unchecked Sendable {
    /// The pool's place in the threads' tables. Used again once the pool is gone; `identity` is not.
    @usableFromInline let index: Int
    @usableFromInline let identity: UInt
    /// Each use whose number has no bit of it is timed, each lease keeps its place.
    @usableFromInline let timingMask: Int
    @usableFromInline let leaseMask: Int
    /// Bytes of one object, and of all that a thread keeps.
    @usableFromInline let objectBytes: Int

    let name: String
    let configuration: PoolConfiguration
    let hooks: PoolHooks
    let destroy: @Sendable (UnsafeMutableRawPointer) -> Void
    let overflow: Overflow
    let counters = PoolCounters()
    let meter: BenefitMeter
    let tickets = LeaseTickets()

    /// Guards the list of records, their attention, and what follows here.
    let lock = Lock()
    var locals: [UnsafeMutablePointer<PoolLocal>] = []
    /// What new records get.
    var attention: PoolLocal.Attention
    /// What threads counted that have ended.
    var ended = ThreadCounts()
    /// Threads that room is set aside for.
    var licences = 0

    /// Leases that are still out, once the pool is gone.
    let late = Atomic<Int>(0)
    let isClosed = Atomic<Bool>(false)

    /// One use in 1,024: a measurement costs some 100 ns.
    static let timingInterval = 1024

    /// - Parameters:
    ///   - isTimed: Whether uses are measured; they must be short and synchronous.
    ///   - destroy: Destroys an object and frees its memory.
    init(
        name: String,
        configuration: PoolConfiguration,
        isTimed: Bool,
        hooks: PoolHooks = PoolHooks(),
        destroy: @escaping @Sendable (UnsafeMutableRawPointer) -> Void
    ) {
        (index, identity) = PoolIndices.take()
        self.name = name
        self.configuration = configuration
        self.destroy = destroy
        let retention = configuration.retention
        objectBytes = retention.maximumObjectBytes
        overflow = Overflow(maximumCount: retention.maximumCount, maximumBytes: retention.maximumBytes)
        timingMask = isTimed ? Self.timingInterval - 1 : -1
        leaseMask = configuration.leaseSampling.map { Self.mask(every: $0) } ?? -1
        attention = configuration.tracing == .all ? .tracing : []
        self.hooks = hooks
        meter = BenefitMeter(worthwhileSaving: configuration.worthwhileSaving, clock: hooks.clock)
    }

    /// The mask for one in `interval`, rounded up to a power of two.
    private static func mask(every interval: Int) -> Int {
        let capped = min(max(interval, 1), 1 << 30)
        return (1 << (Int.bitWidth - (capped - 1).leadingZeroBitCount)) - 1
    }

    /// The calling thread's record; nil before its first use.
    @inlinable @inline(__always)
    func local() -> UnsafeMutablePointer<PoolLocal>? {
        guard let record = trimtab_pool_record(index) else { return nil }
        let local = record.assumingMemoryBound(to: PoolLocal.self)
        return local.pointee.pool.load(ordering: .relaxed) == identity ? local : nil
    }
}
