/// What the front doors of pools share: a core, and what it needs to know of the objects.
///
/// How an object is made, reset and measured is passed to each call, as closures that are inlined. Kept here they would
/// be called through pointers, which made the second pool of a program 1.6 times as slow.
@usableFromInline
struct PoolEngine<Element: ~Copyable>: Sendable {
    @usableFromInline let core: PoolCore

    init(name: String, configuration: PoolConfiguration, hooks: PoolHooks) {
        core = PoolCore(name: name, configuration: configuration, isTimed: true, hooks: hooks, destroy: Self.destroy)
    }

    private static var destroy: @Sendable (UnsafeMutableRawPointer) -> Void {
        { address in
            let storage = address.assumingMemoryBound(to: Element.self)
            storage.deinitialize(count: 1)
            storage.deallocate()
        }
    }

    // MARK: The fast path

    @inlinable @inline(__always)
    func use<Result: ~Copyable, Failure: Error>(
        make: () throws(Failure) -> Element,
        reset: (inout Element) -> Void,
        size: (borrowing Element) -> Int,
        body: (inout Element) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let object = core.local()?.take(sampling: core.timingMask) else {
            return try useSlowly(make: make, reset: reset, size: size, body: body)
        }
        let storage = object.assumingMemoryBound(to: Element.self)
        // `defer` would become a function call of its own.
        let result: Result
        do {
            result = try body(&storage.pointee)
        } catch {
            Self.giveBack(storage, to: core, reset: reset, size: size)
            throw error
        }
        Self.giveBack(storage, to: core, reset: reset, size: size)
        return result
    }

    @inlinable @inline(__always)
    static func giveBack(
        _ storage: UnsafeMutablePointer<Element>,
        to core: PoolCore,
        reset: (inout Element) -> Void,
        size: (borrowing Element) -> Int
    ) {
        reset(&storage.pointee)
        let bytes = max(0, size(storage.pointee))
        if core.local()?.keep(storage, bytes: bytes, limit: core.objectBytes) == true { return }
        core.giveBack(storage, bytes: bytes)
    }

    // MARK: The slow path

    @inlinable @inline(never)
    func useSlowly<Result: ~Copyable, Failure: Error>(
        make: () throws(Failure) -> Element,
        reset: (inout Element) -> Void,
        size: (borrowing Element) -> Int,
        body: (inout Element) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        switch core.plan() {
        case .pooled:
            let storage = try obtain(make: make)
            defer { Self.giveBack(storage, to: core, reset: reset, size: size) }
            return try body(&storage.pointee)
        case .fresh:
            var object = try make()
            core.countFresh()
            return try body(&object)
        case .timedPooled:
            let start = core.startTiming()
            let found = core.local()?.take(sampling: -1)?.assumingMemoryBound(to: Element.self)
            let storage = if let found { found } else { try obtain(make: make) }
            defer {
                Self.giveBack(storage, to: core, reset: reset, size: size)
                core.record(found == nil ? .miss : .reuse, since: start)
            }
            return try body(&storage.pointee)
        case .timedFresh:
            let start = core.startTiming()
            let result = try useFresh(make: make, body: body)
            core.record(.fresh, since: start)
            core.countFresh()
            return result
        }
    }

    /// The object is gone when this returns.
    @inlinable @inline(__always)
    func useFresh<Result: ~Copyable, Failure: Error>(
        make: () throws(Failure) -> Element,
        body: (inout Element) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var object = try make()
        return try body(&object)
    }

    /// An idle object, or a new one.
    @inlinable
    func obtain<Failure: Error>(make: () throws(Failure) -> Element) throws(Failure) -> UnsafeMutablePointer<Element> {
        if let object = core.obtain() { return object.assumingMemoryBound(to: Element.self) }
        let span = core.startMiss()
        defer { span?.end() }
        let storage = Self.allocate()
        do {
            storage.initialize(to: try make())
        } catch {
            storage.deallocate()
            core.countFailedMake()
            throw error
        }
        core.countNew()
        return storage
    }

    /// Room for an object, in cache lines of its own: its neighbours are other threads'. Where two small objects share a
    /// line, each use takes three times as long.
    @inlinable
    static func allocate() -> UnsafeMutablePointer<Element> {
        let line = 64
        let bytes = (MemoryLayout<Element>.stride + line - 1) / line * line
        return UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: max(line, MemoryLayout<Element>.alignment))
            .bindMemory(to: Element.self, capacity: 1)
    }
}
