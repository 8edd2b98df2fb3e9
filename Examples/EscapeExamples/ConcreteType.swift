/// Returns a shape of five words as what it is.
///
/// The caller knows its size and makes room for it. **0 allocations.**
@inline(never)
public func concreteType(_ size: Double) -> Trapezoid {
    Trapezoid(bottom: size, top: size, height: size)
}

/// Takes a shape as what it is, whatever that is.
///
/// `some Shape` stands for one type at each call, `any Shape` for all of them: nothing is boxed. **0 allocations.**
@inline(never)
public func doubleArea(of shape: some Shape) -> Double {
    2 * shape.area
}
