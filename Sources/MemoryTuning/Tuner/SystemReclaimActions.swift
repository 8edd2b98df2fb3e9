internal import CTrimtabPlatform
internal import ObjectPools

/// The pools of this process, and the allocator that serves it.
struct SystemReclaimActions: ReclaimActions {
    let steps: [ReclaimStep] =
        switch trimtab_allocator() {
        case TRIMTAB_ALLOCATOR_GLIBC: [.pools, .trim]
        case TRIMTAB_ALLOCATOR_JEMALLOC, TRIMTAB_ALLOCATOR_TCMALLOC, TRIMTAB_ALLOCATOR_MIMALLOC:
            [.pools, .purge, .trim]
        default: [.pools]
        }

    func run(_ step: ReclaimStep) -> Int? {
        switch step {
        case .pools: return PoolRegistry.reclaim().reduce(0) { $0 + $1.reclaimed.bytes }
        case .purge: _ = trimtab_allocator_purge()
        case .trim: _ = trimtab_allocator_release()
        case .caches, .shed: break
        }
        return nil
    }
}
