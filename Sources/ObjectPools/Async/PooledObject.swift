/// An object of a pool, and when it was made and used.
///
/// What is the same for all types of elements is kept apart from the element, so that the pool's rules are compiled
/// once, and not for a type that is only known to another module.
struct PooledObject: Sendable {
    /// The ``PooledElement`` of the pool's type.
    let element: any AnyObject & Sendable
    /// When making it was done.
    let madeAt: Duration
    /// When it was last given back.
    var idleSince: Duration
    /// Its number in ``PoolLoans`` while it is lent.
    var loan = 0
}
