/// Keeps blocks of bytes for the next who needs one, by size class.
///
///     let buffers = BufferPool(name: "responses")
///     let digest = buffers.withBuffer(minimumCapacity: 4096) { buffer in
///         buffer.append(contentsOf: header)
///         encode(rows, into: &buffer)
///         return buffer.withUnsafeBytes(digest)
///     }
///
/// Classes are powers of two. A buffer that is to grow changes for one of a larger class, and the one that it was goes
/// back; beyond the largest class buffers are made and freed, so that none that grew once is held for ever. What a buffer
/// held before is not erased, and not within its ``PooledBuffer/count``.
public final class BufferPool: Sendable {
    /// The name given at the start.
    public let name: String
    /// The size classes.
    public let sizes: BufferSizes
    let cores: [PoolCore]
    private let janitor: PoolJanitor?

    /// - Parameters:
    ///   - name: Names the pool in metrics and reports. Pools of one name are added up there.
    ///   - sizes: The size classes.
    ///   - configuration: How much is kept, and what is watched. `maximumCount` is that of each class; each may keep an
    ///     equal share of `maximumBytes`. Uses are neither timed nor bypassed.
    public init(name: String, sizes: BufferSizes = .default, configuration: PoolConfiguration = .default) {
        self.name = name
        self.sizes = sizes
        cores = (0..<sizes.count).map { sizeClass in
            var own = configuration
            own.retention = own.retention.share(of: sizes.count, objectBytes: sizes.size(of: sizeClass))
            own.bypass = .never
            return PoolCore(name: name, configuration: own, isTimed: false) { $0.deallocate() }
        }
        janitor = PoolJanitor(for: cores)
        for core in cores { PoolRegistry.add(core) }
    }

    deinit {
        for core in cores { core.close() }
    }

    /// What the pool has done so far and holds now, all classes together. A buffer that grows counts as a get and a put.
    public var statistics: PoolStatistics { cores.reduce(into: PoolStatistics()) { $0 += $1.statistics } }

    // MARK: Use

    /// Runs `body` with an empty buffer, and gives it back, also when `body` throws.
    ///
    /// - Parameter minimumCapacity: Bytes that the buffer holds at least without growing.
    /// - Precondition: `minimumCapacity` is not negative.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    public func withBuffer<Result: ~Copyable, Failure: Error>(
        minimumCapacity: Int = 0,
        function: StaticString = #function,
        file: StaticString = #fileID,
        line: UInt = #line,
        _ body: (inout PooledBuffer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var buffer = borrow(minimumCapacity: minimumCapacity, function: function, file: file, line: line)
        return try body(&buffer)
    }

    /// Lends an empty buffer until it ends.
    ///
    /// - Parameter minimumCapacity: Bytes that the buffer holds at least without growing.
    /// - Precondition: `minimumCapacity` is not negative.
    public func borrow(
        minimumCapacity: Int = 0,
        function: StaticString = #function,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> PooledBuffer {
        precondition(minimumCapacity >= 0, "a buffer cannot hold \(minimumCapacity) bytes")
        let (core, capacity) = place(for: minimumCapacity)
        let object = capacity <= sizes.largest ? core.local()?.take(sampling: core.leaseMask) : nil
        if let object { return PooledBuffer(storage: object, capacity: capacity, core: core, ticket: 0, pool: self) }
        let ticket = core.issueTicketIfSampled(BorrowPlace(function: function, file: file, line: line))
        let storage = Self.obtain(capacity, from: core)
        return PooledBuffer(storage: storage, capacity: capacity, core: core, ticket: ticket, pool: self)
    }

    // MARK: Upkeep

    /// Sampled buffers that are out for longer than `age`, the oldest first, with the line that borrowed.
    public func outstanding(longerThan age: Duration) -> [OutstandingLease] {
        cores.flatMap { $0.outstanding(longerThan: age) }.sorted { $0.age > $1.age }
    }

    /// Gives up the buffers that nobody has used since the call before the last one; counted as `expired`.
    ///
    /// The pool does so by itself, twice in ``PoolRetention/idleTime``. Where that is nil, do it when it suits you.
    @discardableResult
    public func evictIdle() -> PoolReclaim { cores.reduce(PoolReclaim()) { $0 + $1.giveUpIdle() } }

    /// Gives up all idle buffers because memory is wanted back; counted as `pressure`.
    @discardableResult
    public func reclaim() -> PoolReclaim { giveUpAll(.pressure) }

    /// Gives up all idle buffers; counted as `drained`. The pool can be used on.
    @discardableResult
    public func drain() -> PoolReclaim { giveUpAll(.drained) }

    private func giveUpAll(_ reason: DiscardReason) -> PoolReclaim {
        cores.reduce(PoolReclaim()) { $0 + $1.giveUpAll(reason) }
    }

    // MARK: Blocks

    /// The core that serves a capacity, and the capacity that it gives. What is too large for all is the last one's, which
    /// does not keep it.
    func place(for minimumCapacity: Int) -> (core: PoolCore, capacity: Int) {
        let sizeClass = sizes.sizeClass(for: minimumCapacity)
        guard sizeClass < cores.count else { return (cores[cores.count - 1], minimumCapacity) }
        return (cores[sizeClass], sizes.size(of: sizeClass))
    }

    /// An idle block of a core, or a new one.
    static func obtain(_ capacity: Int, from core: PoolCore) -> UnsafeMutableRawPointer {
        if capacity <= core.objectBytes {
            if let object = core.obtain() { return object }
        } else {
            core.countOversizeGet()
        }
        let span = core.startMiss()
        defer { span?.end() }
        core.countNew()
        return .allocate(byteCount: capacity, alignment: 16)
    }

    func giveBack(_ storage: UnsafeMutableRawPointer, capacity: Int) {
        let core = place(for: capacity).core
        if core.local()?.keep(storage, bytes: capacity, limit: core.objectBytes) == true { return }
        core.giveBack(storage, bytes: capacity)
    }
}
