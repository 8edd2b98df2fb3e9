import CTrimtabPlatform
import PoolHammer
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Threads that each allocate, and live until all have: so none takes over another's arena.
enum ThreadsAtOnce {
    /// How many arenas there are meanwhile.
    static func arenas(with count: Int) -> Int {
        let begun = Atomic(0)
        let arenas = Atomic(0)
        // Else the optimiser takes a block that is used for nothing away.
        let last = Atomic(UInt(0))
        let thread: @Sendable () -> Void = {
            let block = malloc(5_000)
            last.store(UInt(bitPattern: block), ordering: .relaxed)
            if begun.add(1, ordering: .acquiringAndReleasing).newValue == count {
                arenas.store(Int(trimtab_allocator_arenas()), ordering: .releasing)
            }
            while arenas.load(ordering: .acquiring) == 0 { usleep(1_000) }
            free(block)
        }
        onThreads(Array(repeating: thread, count: count))
        return arenas.load(ordering: .acquiring)
    }
}
