public import CTrimtabPlatform
public import Synchronization

/// What the owning thread does: the fast path of every pool.
extension UnsafeMutablePointer where Pointee == PoolLocal {
    @inlinable @inline(__always)
    var entries: UnsafeMutablePointer<PoolLocal.Entry> {
        // Allocated behind the record, see `PoolLocal.allocate`.
        UnsafeMutableRawPointer(self + 1).assumingMemoryBound(to: PoolLocal.Entry.self)
    }

    /// Takes an idle object; nil where there is none, where the slow path is asked for, and for each get whose number
    /// has no bit of `mask`: those are sampled.
    @inlinable @inline(__always)
    func take(sampling mask: Int) -> UnsafeMutableRawPointer? {
        let gets = pointee.gets.load(ordering: .relaxed) &+ 1
        guard gets & mask != 0 else { return nil }
        var object: UnsafeMutableRawPointer?
        pointee.busy.store(1, ordering: .relaxed)
        trimtab_compiler_fence()
        if pointee.attention.load(ordering: .acquiring) == 0 {
            let depth = pointee.depth.load(ordering: .relaxed)
            if depth > 0 {
                object = entries[depth].object
                pointee.depth.store(depth &- 1, ordering: .relaxed)
                pointee.gets.store(gets, ordering: .relaxed)
            }
        }
        pointee.busy.store(0, ordering: .releasing)
        return object
    }

    /// Keeps an object that was given back; false where the slow path must.
    @inlinable @inline(__always)
    func keep(_ object: UnsafeMutableRawPointer, bytes: Int, limit: Int) -> Bool {
        var isKept = false
        pointee.busy.store(1, ordering: .relaxed)
        trimtab_compiler_fence()
        if pointee.attention.load(ordering: .acquiring) == 0 {
            let depth = pointee.depth.load(ordering: .relaxed)
            let (total, overflows) = entries[depth].total.load(ordering: .relaxed).addingReportingOverflow(bytes)
            if depth < pointee.limit, total <= limit, !overflows {
                entries[depth &+ 1].object = object
                entries[depth &+ 1].total.store(total, ordering: .relaxed)
                pointee.depth.store(depth &+ 1, ordering: .relaxed)
                // Released: who sees the count also sees the object.
                pointee.puts.store(pointee.puts.load(ordering: .relaxed) &+ 1, ordering: .releasing)
                isKept = true
            }
        }
        pointee.busy.store(0, ordering: .releasing)
        return isKept
    }
}
