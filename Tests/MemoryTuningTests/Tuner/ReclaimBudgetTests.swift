@testable import MemoryTuning
import Testing

struct ReclaimBudgetTests {
    private var budget = ReclaimBudget(share: 0.01)

    @Test mutating func whatWasSpentIsPaidBackBeforeAnythingIsLeft() {
        #expect(budget.allows(at: .zero))
        budget.spend(.seconds(2))
        // 100 ms were saved up.
        #expect(!budget.allows(at: .seconds(189)))
        #expect(budget.allows(at: .seconds(191)))
    }

    @Test mutating func anEmergencyOwesNoMoreThanAMinutePaysBack() {
        #expect(budget.allows(at: .zero))
        for _ in 0..<3_600 { budget.spend(.seconds(1), inEmergency: true) }
        #expect(!budget.allows(at: .seconds(59)))
        #expect(budget.allows(at: .seconds(61)))
    }

    @Test mutating func aClockThatJumpsEarnsNoMoreThanMayBeSavedUp() {
        #expect(budget.allows(at: .seconds(1_000)))
        budget.spend(.milliseconds(150))
        // Time that goes back earns nothing, and what follows does.
        #expect(!budget.allows(at: .seconds(10)))
        #expect(!budget.allows(at: .seconds(14)))
        #expect(budget.allows(at: .seconds(16)))
        #expect(budget.allows(at: .seconds(1_000_000)))
        budget.spend(.milliseconds(101))
        #expect(!budget.allows(at: .seconds(1_000_000)))
    }

    @Test mutating func anEmergencyForgivesNoDebt() {
        #expect(budget.allows(at: .zero))
        budget.spend(.seconds(10))
        budget.spend(.seconds(1), inEmergency: true)
        #expect(!budget.allows(at: .seconds(989)))
        #expect(budget.allows(at: .seconds(991)))
    }
}
