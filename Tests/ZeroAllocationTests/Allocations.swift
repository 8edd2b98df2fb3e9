import AllocationTracking
import Testing

/// What `body` allocates on this thread when it runs for the third time: the runtime makes the metadata of types when they
/// are first used.
func allocations(_ body: () throws -> Void) throws -> Int {
    try body()
    try body()
    return try #require(try measureAllocations(body).used).allocations
}

/// Keeps a value alive, and the optimizer from knowing that nobody looks at it.
@_optimize(none)
func keep<Value: ~Copyable & ~Escapable>(_ value: borrowing Value) {}

/// Hides from the optimizer what a value is.
@_optimize(none)
func hidden<Value>(_ value: Value) -> Value { value }

#if DEBUG
let isOptimized = false
#else
let isOptimized = true
#endif

extension Trait where Self == ConditionTrait {
    /// Counts need the hooks.
    static var countsAllocations: Self {
        .enabled(if: AllocationHooks.status == .active, "allocations are not counted in this build")
    }

    /// Counts that hold for optimized code alone. Other code allocates for closures and accessors of the standard library.
    static var countsAllocationsOfOptimizedCode: Self {
        .enabled(if: isOptimized && AllocationHooks.status == .active, "needs a release build that counts allocations")
    }
}
