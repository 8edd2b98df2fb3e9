/// Takes a struct by value.
///
/// It comes in registers; a larger one would come as an address on the caller's stack. **0 allocations.**
@inline(never)
public func passingByValue(_ small: SmallStruct) -> Int {
    small.flag ? small.value : 0
}
