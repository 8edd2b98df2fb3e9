import CHooksChecks
import Foundation
import Testing

/// The arithmetic of sampling.
struct GapsTests {
    @Test func logarithmIsExactToTheLastBits() {
        for exponent in stride(from: -50.0, through: 10.0, by: 0.37) {
            let value = pow(2, exponent)
            #expect(abs(checks_log(value) - log(value)) <= 1e-14 * max(1, abs(log(value))))
        }
    }

    @Test func probabilityKeepsItsPrecisionForTinyAndHugeSizes() {
        for exponent in stride(from: -60.0, through: 9.0, by: 0.31) {
            let x = pow(2, exponent)
            let expected = -expm1(-x)
            #expect(abs(checks_one_minus_exp(x) - expected) <= 1e-14 * expected, "x = \(x)")
        }
        #expect(checks_one_minus_exp(0) == 0)
        #expect(checks_one_minus_exp(1e9) == 1)
    }

    @Test func everyAllocationWeighsOneWhenAllAreTraced() {
        for size: UInt64 in [0, 1, 8, 4096, 1 << 30] {
            #expect(checks_weight(size, 1) == 1)
        }
    }
}
