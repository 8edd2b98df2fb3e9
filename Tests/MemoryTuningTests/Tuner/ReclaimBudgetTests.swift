@testable import MemoryTuning
import Testing

struct ReclaimBudgetTests {
    private var budget = ReclaimBudget(share: 0.01)

    private mutating func isAllowed(at seconds: Double) -> Bool { budget.allows(at: .seconds(seconds)) }

    @Test mutating func whatWasSpentIsPaidBackBeforeAnythingIsLeft() {
        #expect(isAllowed(at: 0))
        budget.spend(.seconds(2))
        // 100 ms were saved up.
        #expect(!isAllowed(at: 189))
        #expect(isAllowed(at: 191))
    }

    @Test mutating func anEmergencyOwesNoMoreThanAMinutePaysBack() {
        #expect(isAllowed(at: 0))
        for _ in 0..<3_600 { budget.spend(.seconds(1), inEmergency: true) }
        #expect(!isAllowed(at: 59))
        #expect(isAllowed(at: 61))
    }

    @Test mutating func aClockThatJumpsEarnsNoMoreThanMayBeSavedUp() {
        #expect(isAllowed(at: 1_000))
        budget.spend(.milliseconds(150))
        // Time that goes back earns nothing, and what follows does.
        #expect(!isAllowed(at: 10))
        #expect(!isAllowed(at: 14))
        #expect(isAllowed(at: 16))
        #expect(isAllowed(at: 1_000_000))
        budget.spend(.milliseconds(101))
        #expect(!isAllowed(at: 1_000_000))
    }

    @Test mutating func anEmergencyForgivesNoDebt() {
        #expect(isAllowed(at: 0))
        budget.spend(.seconds(10))
        budget.spend(.seconds(1), inEmergency: true)
        #expect(!isAllowed(at: 989))
        #expect(isAllowed(at: 991))
    }
}
