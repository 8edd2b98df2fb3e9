/// Takes a struct by address, to change it.
///
/// The address of an `inout` argument is good until the function returns, and the compiler lets nobody keep it. So unlike
/// what a pointer points to in Go, the struct can stay on the caller's stack. **0 allocations.**
@inline(never)
public func passingInout(_ small: inout SmallStruct) {
    if small.flag { small.value += 1 }
}

/// Returns a closure that changes a variable.
///
/// This is how a variable does escape in Swift: a closure that outlives the function shares it. It is moved into a box on
/// the heap, which the closure refers to. **1 allocation.**
@inline(never)
public func escapingVariable(_ start: Int) -> () -> Int {
    var value = start
    return {
        value += 1
        return value
    }
}
