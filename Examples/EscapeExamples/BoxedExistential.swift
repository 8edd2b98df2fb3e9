/// Returns a shape of five words as `any Shape`.
///
/// An existential has room for three words. A larger value is put into a box on the heap. **1 allocation.**
@inline(never)
public func boxedExistential(_ size: Double) -> any Shape {
    Trapezoid(bottom: size, top: size, height: size)
}

/// Returns a shape of two words as `any Shape`.
///
/// It fits into the three words of the existential itself. **0 allocations.**
@inline(never)
public func inlineExistential(_ size: Double) -> any Shape {
    Rectangle(width: size, height: size)
}
