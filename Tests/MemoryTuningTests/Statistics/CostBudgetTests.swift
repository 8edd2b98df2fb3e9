import Synchronization
import Testing

@testable import MemoryTuning

/// What is costly to read is read as often as its own cost earns.
struct CostBudgetTests {
    /// At which of these moments a reading begins that ends at once and costs so much.
    private func beginnings(share: Double, cost: UInt64, _ moments: UInt64...) -> [Bool] {
        var budget = CostBudget(share: share)
        return moments.map { now in
            let begins = budget.begin(at: now)
            if begins { budget.spent(cost, at: now) }
            return begins
        }
    }

    @Test func aCostEarnsItsPause() {
        #expect(beginnings(share: 0.01, cost: 50, 1000, 5999, 6000, 6001, 11_000) == [true, false, true, false, true])
    }

    @Test func nobodyElseBeginsMeanwhile() {
        var budget = CostBudget(share: 0.01)
        let first = budget.begin(at: 0)
        let second = budget.begin(at: 1_000_000)
        budget.spent(0, at: 1_000_000)
        let third = budget.begin(at: 1_000_000)
        #expect([first, second, third] == [true, false, true])
    }

    @Test func anAbsurdCostDoesNotOverflow() {
        #expect(beginnings(share: 0.0025, cost: .max, 5, 1 << 50) == [true, false])
    }

    /// The clock of a thread that does nothing but what costs eight milliseconds.
    private final class FakeTime: Sendable {
        let now = Atomic<UInt64>(0)
        let spent = Atomic<UInt64>(0)
        let reads = Atomic(0)

        func read() -> Int {
            spent.add(8_000_000, ordering: .relaxed)
            now.add(8_000_000, ordering: .relaxed)
            return reads.add(1, ordering: .relaxed).newValue
        }
    }

    @Test(arguments: [1_000_000, 10_000_000, 100_000_000, 1_000_000_000] as [UInt64])
    func readingNeverTakesMoreThanItsShare(interval: UInt64) {
        let time = FakeTime()
        let clocks = Clocks(
            now: { time.now.load(ordering: .relaxed) },
            threadTime: { time.spent.load(ordering: .relaxed) }
        )
        let reading = BudgetedReading(share: 0.0025, clocks: clocks) { time.read() }
        #expect(reading.value()?.age == .zero)
        let end: UInt64 = 100_000_000_000
        while time.now.load(ordering: .relaxed) < end {
            time.now.add(interval, ordering: .relaxed)
            #expect(reading.value() != nil)
        }
        // One reading is ahead of what it earns.
        let share = Double(time.spent.load(ordering: .relaxed) - 8_000_000) / Double(end)
        #expect(share <= 0.0025)
        #expect(share > 0.0015)
    }

    @Test func theLastValueIsToldWithItsAge() {
        let time = FakeTime()
        let clocks = Clocks(
            now: { time.now.load(ordering: .relaxed) },
            threadTime: { time.spent.load(ordering: .relaxed) }
        )
        let reading = BudgetedReading(share: 0.0025, clocks: clocks) { time.read() }
        #expect(reading.value()?.value == 1)
        time.now.add(1_000, ordering: .relaxed)
        let again = reading.value()
        #expect(again?.value == 1)
        #expect(again?.age == .microseconds(1))
    }
}
