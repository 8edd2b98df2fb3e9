/// Makes a struct, and sums its fields.
///
/// A struct is a value: it lies on the stack or in registers, however large it is. **0 allocations.**
@inline(never)
public func stackAllocation(_ start: Int) -> Int {
    let numbers = Quadruple(first: start, second: start + 1, third: start + 2, fourth: start + 3)
    return numbers.first + numbers.second + numbers.third + numbers.fourth
}
