/// What an ``ObjectPool`` can hold: something that can be made from nothing and be made as good as new.
///
///     struct ParseBuffer: Poolable {
///         var tokens: [Token] = []
///         mutating func reset() { if !tokens.isEmpty { tokens.removeAll(keepingCapacity: true) } }
///         var retainedBytes: Int { tokens.capacity * MemoryLayout<Token>.stride }
///     }
///
/// A struct serves better than a class: its properties are reached without checks at run time, and what it holds is in
/// the pool's own memory. Objects wander between threads; each is in the hands of one at a time.
public protocol Poolable: ~Copyable, SendableMetatype {
    /// Makes a new object, when the pool has none.
    init()

    /// Makes the object as good as new when it is given back, and keeps what is worth keeping.
    ///
    /// Let go of references here: what an idle object refers to stays alive. `removeAll(keepingCapacity:)` is not free
    /// even on an empty array (about 50 ns): ask `isEmpty` first.
    mutating func reset()

    /// The bytes that the idle object holds on to, for the pool's budget. Asked after ``reset()``, at each return.
    ///
    /// By default the size of the value itself, which leaves out what it refers to.
    var retainedBytes: Int { get }
}

extension Poolable where Self: ~Copyable {
    @inlinable public var retainedBytes: Int { MemoryLayout<Self>.size }
}
