@testable import MemoryTuning
import Testing

struct WorkCostTests {
    private var cost = WorkCost()

    @Test mutating func sharesOutWhatGoesBeyondTheBase() {
        cost.sample(used: 40 << 20, underWay: 0, at: .zero)
        cost.sample(used: 104 << 20, underWay: 8, at: .milliseconds(50))
        #expect(cost.base == 40 << 20)
        #expect(cost.bytes == 8 << 20)
    }

    @Test mutating func theDearestOfTheLastTenSecondsCounts() {
        cost.sample(used: 40 << 20, underWay: 0, at: .zero)
        cost.sample(used: 104 << 20, underWay: 8, at: .milliseconds(50))
        for second in 1...9 { cost.sample(used: 41 << 20, underWay: 8, at: .seconds(second)) }
        #expect(cost.bytes == 8 << 20)
        cost.sample(used: 41 << 20, underWay: 8, at: .seconds(11))
        #expect(cost.bytes == (1 << 20) / 8)
    }

    @Test mutating func tooFewUnderWayTellNothing() {
        cost.sample(used: 40 << 20, underWay: 0, at: .zero)
        cost.sample(used: 90 << 20, underWay: 3, at: .milliseconds(50))
        #expect(cost.bytes == nil)
    }
}
