internal import CTrimtabPlatform

/// Which allocator serves `malloc` in this process. It is found at run time: another may have been preloaded.
public enum AllocatorKind: String, Hashable, Sendable {
    case glibc
    case jemalloc
    /// gperftools'.
    case tcmalloc
    case mimalloc
    /// Another, such as musl's or a sanitizer's, of which nothing is known.
    case unknown

    /// The one of this process: the same for its whole life.
    public static var current: AllocatorKind {
        switch trimtab_allocator() {
        case TRIMTAB_ALLOCATOR_GLIBC: .glibc
        case TRIMTAB_ALLOCATOR_JEMALLOC: .jemalloc
        case TRIMTAB_ALLOCATOR_TCMALLOC: .tcmalloc
        case TRIMTAB_ALLOCATOR_MIMALLOC: .mimalloc
        default: .unknown
        }
    }
}
