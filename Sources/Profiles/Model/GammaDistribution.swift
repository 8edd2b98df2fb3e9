#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// The amount that a gamma-distributed quantity of the given shape and of scale 1 stays below with this probability.
///
/// Starts from Wilson and Hilferty's approximation (Proc. Natl. Acad. Sci. 17, 1931) and mends it by bisection-guarded
/// Newton steps on the regularised incomplete gamma function.
/// - Parameters:
///   - probability: Between 0 and 1, exclusive.
///   - shape: Above 0.
func gammaQuantile(probability: Double, shape: Double) -> Double {
    let normal = probability < 0.5 ? -upperNormalQuantile(probability) : upperNormalQuantile(1 - probability)
    let ninth = 1 / (9 * shape)
    let cubeRoot = 1 - ninth + normal * ninth.squareRoot()
    let approximation = shape * cubeRoot * cubeRoot * cubeRoot
    // For large shapes the approximation's error is far below one part in a million.
    if shape > 1e6 { return approximation }

    // For small shapes the distribution function is about x^shape / Γ(shape + 1) near zero.
    let nearZero = exp((log(probability) + lgamma(shape + 1)) / shape)
    var x = approximation > 0 && shape > 0.5 ? approximation : nearZero
    var low = 0.0
    var high = Double.infinity
    for _ in 0..<100 {
        let error = regularizedLowerGamma(shape: shape, x) - probability
        if error > 0 { high = min(high, x) } else { low = max(low, x) }
        let density = exp((shape - 1) * log(x) - x - lgamma(shape))
        var next = x - error / density
        if !next.isFinite || next <= low || next >= high {
            next = high.isFinite ? (low + high) / 2 : x * 2
        }
        if abs(next - x) <= 1e-12 * x { return next }
        // Below the smallest numbers there is nothing left to tell apart.
        if next < 1e-300 { return 0 }
        x = next
    }
    return x
}

/// P(shape, x): how probable it is that the quantity is at most `x`.
func regularizedLowerGamma(shape: Double, _ x: Double) -> Double {
    guard x > 0 else { return 0 }
    let factor = exp(shape * log(x) - x - lgamma(shape))
    // Each of the two expansions converges within about √shape terms on its side.
    let limit = 200 + Int(20 * shape.squareRoot())
    if x < shape + 1 {
        var term = 1 / shape
        var sum = term
        for step in 1...limit {
            term *= x / (shape + Double(step))
            sum += term
            if term < sum * 1e-16 { break }
        }
        return min(1, sum * factor)
    }
    // Lentz's method for the continued fraction of the upper tail.
    let tiny = 1e-300
    var b = x + 1 - shape
    var c = 1 / tiny
    var d = 1 / b
    var fraction = d
    for step in 1...limit {
        let a = -Double(step) * (Double(step) - shape)
        b += 2
        d = 1 / nonzero(a * d + b, tiny)
        c = nonzero(b + a / c, tiny)
        let change = c * d
        fraction *= change
        if abs(change - 1) < 1e-15 { break }
    }
    return max(0, 1 - factor * fraction)
}

private func nonzero(_ value: Double, _ tiny: Double) -> Double {
    abs(value) < tiny ? tiny : value
}

/// The point that a standard normal quantity exceeds with this probability, at most 0.5 (Abramowitz and Stegun,
/// 26.2.23: error below 0.00045).
package func upperNormalQuantile(_ probability: Double) -> Double {
    let t = (-2 * log(probability)).squareRoot()
    let numerator = 2.515517 + t * (0.802853 + t * 0.010328)
    let denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
    return t - numerator / denominator
}
