/// What a call in a module's machine code does for the heap.
enum CallRole: Hashable, Sendable {
    case sink(Sink)
    /// Makes or looks up what the runtime knows of a type.
    case metadata
    /// A function of another binary that allocates on some way through it.
    case library(CalleeEffect)
    /// A function of this binary without a source line of the package, such as a specialisation of the library's.
    case helper(CalleeEffect)
}
