public import Synchronization

/// What one thread keeps for one pool: a few idle objects and its counts.
///
/// The owning thread works on it without atomic read-modify-write operations and without waiting. Another may take the
/// objects all the same, by an asymmetric handshake: it raises ``attention``, has all threads pass a barrier, and waits
/// until ``busy`` is 0. From then on the owner sees the raised attention and keeps away from the objects.
///
/// Invariants: only the owner writes `busy`, `gets`, `puts`, `bypassed`, `limit`, and, while `busy` is 1 and `attention` was 0 after
/// that, `depth` and the entries. Entry 0 stands for nothing; object `i` is in entry `i + 1`.
@usableFromInline
struct PoolLocal: ~Copyable {
    /// An idle object, and the bytes of all objects up to it.
    @usableFromInline
    struct Entry: ~Copyable {
        @usableFromInline var object: UnsafeMutableRawPointer?
        @usableFromInline let total: Atomic<Int>

        init() {
            object = nil
            total = Atomic(0)
        }
    }

    /// Reasons for which the owner takes the slow path.
    @usableFromInline
    struct Attention: OptionSet, Sendable {
        @usableFromInline let rawValue: UInt

        @usableFromInline init(rawValue: UInt) { self.rawValue = rawValue }

        /// Another thread is at the objects.
        static let taken = Attention(rawValue: 1)
        /// The owner is to give up its objects itself, where there is no barrier.
        static let relinquish = Attention(rawValue: 2)
        /// Objects are made and destroyed instead of pooled.
        static let bypass = Attention(rawValue: 4)
        /// Each use is a span.
        static let tracing = Attention(rawValue: 8)
        /// The pool is gone; what comes back are its last leases.
        static let closed = Attention(rawValue: 16)
    }

    /// Objects that a thread keeps for itself.
    static let capacity = 4

    /// The pool's identity; 0 once the pool is gone.
    @usableFromInline let pool: Atomic<UInt>
    @usableFromInline let busy: Atomic<UInt>
    @usableFromInline let attention: Atomic<UInt>
    @usableFromInline let depth: Atomic<Int>
    @usableFromInline let gets: Atomic<Int>
    @usableFromInline let puts: Atomic<Int>
    /// Objects that the owner may keep: 0 until room for them was set aside in the pool's budget.
    @usableFromInline var limit: Int
    @usableFromInline let bypassed: Atomic<Int>
    /// Objects that the owner took less those that it gave back, of those that are counted for all threads together. Only
    /// the owner reads and writes it.
    var balance = 0

    // MARK: For others than the owner

    /// The pool, as long as `pool` is not 0; guarded by the registry's lock.
    var core: Unmanaged<PoolCore>?
    /// `gets` and `puts` when idle objects were last looked for, and for how many looks they have not changed.
    var seen = 0
    var idleLooks = 0

    init(pool: UInt, core: PoolCore, attention: Attention) {
        self.pool = Atomic(pool)
        self.core = Unmanaged.passUnretained(core)
        self.attention = Atomic(attention.rawValue)
        limit = 0
        busy = Atomic(0)
        depth = Atomic(0)
        gets = Atomic(0)
        puts = Atomic(0)
        bypassed = Atomic(0)
    }
}
