@testable import MemoryTuning
import Testing

struct AdmissionWindowTests {
    private var window = AdmissionWindow(initial: 8)

    @Test mutating func growsByOneWithEachEndWhileOthersWait() {
        for _ in 0..<100 { window.ended(othersWait: true, at: .zero, .nominal) }
        #expect(window.size == 108)
    }

    @Test mutating func doesNotGrowUnlessSomebodyWaitsAndMemoryIsThere() {
        for _ in 0..<100 { window.ended(othersWait: false, at: .zero, .nominal) }
        for _ in 0..<100 { window.ended(othersWait: true, at: .zero, .elevated) }
        #expect(window.size == 8)
    }

    @Test mutating func growsByAnEighthEachTenthOfASecondWhileNothingEnds() {
        window.waitBegins(at: .zero)
        for step in 0...250 { window.waits(at: .milliseconds(20 * step), .nominal) }
        #expect(window.size > 1_000)
        let size = window.size
        window.ended(othersWait: true, at: .seconds(6), .nominal)
        window.waits(at: .milliseconds(6_099), .nominal)
        #expect(window.size == size + 1)
        for second in 7..<20 { window.waits(at: .seconds(second), .elevated) }
        #expect(window.size == size + 1)
    }

    @Test(arguments: [1 << 16, 1 << 17, .max]) func neverGrowsBeyondAllBounds(initial: Int) {
        var window = AdmissionWindow(initial: initial)
        window.ended(othersWait: true, at: .zero, .nominal)
        #expect(window.size == 1 << 16)
        window.started(underWay: .max / 2, at: .seconds(10), .elevated)
        #expect(window.size == 1 << 16)
    }

    @Test mutating func isHalvedAtMostOnceInATenthOfASecond() {
        for _ in 0..<56 { window.ended(othersWait: true, at: .zero, .nominal) }
        for millisecond in 0..<100 { window.halve(at: .milliseconds(millisecond)) }
        #expect(window.size == 32)
        window.halve(at: .milliseconds(100))
        #expect(window.size == 16)
        for tenth in 2..<20 { window.halve(at: .milliseconds(100 * tenth)) }
        #expect(window.size == 1)
    }

    @Test mutating func whatWasNotMadeUseOfIsNotTrusted() {
        for _ in 0..<1_000 { window.ended(othersWait: true, at: .zero, .nominal) }
        for second in 0...9 { window.started(underWay: 3, at: .seconds(second), .nominal) }
        #expect(window.size == 1_008)
        window.started(underWay: 3, at: .seconds(10), .nominal)
        #expect(window.size == 8)
    }

    @Test mutating func whileMemoryIsScarceItComesBackOneByOne() {
        for tenth in 0..<20 { window.halve(at: .milliseconds(100 * tenth)) }
        window.started(underWay: 1, at: .seconds(10), .critical)
        #expect(window.size == 1)
        for time in 2...4 { window.started(underWay: 9, at: .seconds(10 * time), .elevated) }
        #expect(window.size == 4)
        for time in 5...20 { window.started(underWay: 9, at: .seconds(10 * time), .elevated) }
        #expect(window.size == 8)
        for tenth in 0..<20 { window.halve(at: .milliseconds(300_000 + 100 * tenth)) }
        window.started(underWay: 1, at: .seconds(310), .nominal)
        #expect(window.size == 8)
    }
}
