/// Makes an object, and returns the reference to it.
///
/// The object outlives the function: it escapes, and must lie on the heap. **1 allocation.**
@inline(never)
public func heapAllocation(_ value: Int) -> Counter {
    Counter(value: value)
}

/// Makes an object that nobody sees but the function itself.
///
/// What does not escape need not lie on the heap, object or not: the optimizer puts it on the stack. **0 allocations** in
/// release builds, 1 in debug builds.
@inline(never)
public func localObject(_ value: Int) -> Int {
    let counter = Counter(value: value)
    counter.value += 1
    return counter.value
}
