/// Objects of a pool that a test's body borrowed and has not given back.
struct UnreturnedLease: Hashable, Sendable {
    /// The pool's name.
    var pool: String
    var count: Int
    /// Where they were borrowed, as far as the pool has kept that.
    var places: [String]
}
