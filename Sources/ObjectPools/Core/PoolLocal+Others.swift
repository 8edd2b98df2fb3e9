internal import CTrimtabPlatform
internal import Synchronization

#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// An idle object that was taken out of a pool, and its bytes.
struct IdleObject {
    let address: UnsafeMutableRawPointer
    let bytes: Int
}

/// What other threads do with a thread's record, holding the pool's lock.
extension UnsafeMutablePointer where Pointee == PoolLocal {
    private static var entryCount: Int { PoolLocal.capacity + 1 }

    /// Makes a record for the calling thread, in the memory of an earlier one if there is any.
    static func make(in memory: Self?, _ record: consuming PoolLocal) -> Self {
        let entryBytes = entryCount * MemoryLayout<PoolLocal.Entry>.stride
        let raw =
            memory.map { UnsafeMutableRawPointer($0) }
            ?? .allocate(byteCount: MemoryLayout<PoolLocal>.stride + entryBytes, alignment: 64)
        let pointer = raw.assumingMemoryBound(to: PoolLocal.self)
        pointer.initialize(to: record)
        for entry in 0..<entryCount { (pointer.entries + entry).initialize(to: PoolLocal.Entry()) }
        return pointer
    }

    func destroy() {
        for entry in 0..<Self.entryCount { (entries + entry).deinitialize(count: 1) }
        deinitialize(count: 1)
        UnsafeMutableRawPointer(self).deallocate()
    }

    func raise(_ attention: PoolLocal.Attention) {
        _ = pointee.attention.bitwiseOr(attention.rawValue, ordering: .sequentiallyConsistent)
    }

    func lower(_ attention: PoolLocal.Attention) {
        _ = pointee.attention.bitwiseAnd(~attention.rawValue, ordering: .releasing)
    }

    /// Whether the owner has left what it was at. To be asked after attention was raised and all threads passed a barrier.
    ///
    /// The owner is there for some ten instructions; but it may have lost its processor in between.
    func waitUntilIdle(attempts: Int) -> Bool {
        for _ in 0..<attempts {
            if pointee.busy.load(ordering: .acquiring) == 0 { return true }
            sched_yield()
        }
        return false
    }

    /// Takes all objects. The caller has made sure that the owner keeps away, or is the owner.
    func takeAll() -> [IdleObject] {
        let depth = pointee.depth.load(ordering: .relaxed)
        pointee.depth.store(0, ordering: .relaxed)
        return (0..<depth).compactMap { index in
            let bytes =
                entries[index + 1].total.load(ordering: .relaxed) - entries[index].total.load(ordering: .relaxed)
            return entries[index + 1].object.map { IdleObject(address: $0, bytes: bytes) }
        }
    }

    var retained: (count: Int, bytes: Int) {
        let depth = pointee.depth.load(ordering: .relaxed)
        return (depth, entries[depth].total.load(ordering: .relaxed))
    }
}
