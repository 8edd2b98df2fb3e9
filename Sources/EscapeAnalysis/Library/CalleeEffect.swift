/// What calling a function can mean for the heap.
enum CalleeEffect: String, Hashable, Sendable, Codable, Comparable {
    /// It and all that it calls make no allocating call.
    case free
    /// It calls what is not known: closures, methods of protocols and classes, functions of other libraries.
    case opaque
    /// A function that it calls, or one that that one calls, allocates.
    case transitive
    /// It allocates itself.
    case direct
    /// It allocates on every way through it.
    case always

    private var rank: Int {
        switch self {
        case .free: 0
        case .opaque: 1
        case .transitive: 2
        case .direct: 3
        case .always: 4
        }
    }

    static func < (lhs: CalleeEffect, rhs: CalleeEffect) -> Bool { lhs.rank < rhs.rank }

    /// Whether it is known to allocate, on some way through it.
    var allocates: Bool { self >= .transitive }

    /// What it makes of a function that makes such a call.
    var ofCaller: CalleeEffect { allocates ? .transitive : self }
}
