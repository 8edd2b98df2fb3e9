@testable import MemoryTuning
import Testing

struct RefaultWatchTests {
    private var watch = RefaultWatch()

    private static func observation(faults: UInt64?) -> MemoryObservation {
        var observation = MemoryObservation()
        observation.minorFaults = faults
        return observation
    }

    @Test mutating func chargesFaultsBeyondTheUsual() {
        // 100 faults a second, then 1,100 in the second after.
        for second in 0...5 {
            #expect(watch.look(Self.observation(faults: UInt64(100 * second)), now: .seconds(second)) == nil)
        }
        watch.start(.trim, released: 100 << 20, Self.observation(faults: 500), now: .seconds(5))
        #expect(watch.look(Self.observation(faults: 1_000), now: .milliseconds(5_500)) == nil)
        let charge = watch.look(Self.observation(faults: 1_600), now: .seconds(6))
        #expect(charge?.step == .trim)
        #expect(charge?.bytes == 1_000 * KernelPage.size)
        #expect(charge?.time == .microseconds(500))
    }

    @Test mutating func chargesNoMoreThanWasReleased() {
        watch.start(.trim, released: 1 << 20, Self.observation(faults: 0), now: .zero)
        #expect(watch.look(Self.observation(faults: 1_000_000), now: .seconds(1))?.bytes == 1 << 20)
    }

    @Test mutating func usualFaultsCostNothing() {
        for second in 0...5 { _ = watch.look(Self.observation(faults: UInt64(1_000 * second)), now: .seconds(second)) }
        watch.start(.trim, released: 1 << 30, Self.observation(faults: 5_000), now: .seconds(5))
        let charge = watch.look(Self.observation(faults: 6_000), now: .seconds(6))
        #expect(charge?.bytes == 0)
        #expect(charge?.time == .zero)
    }

    @Test mutating func withoutCountsNothingIsCharged() {
        watch.start(.trim, released: 1 << 20, Self.observation(faults: nil), now: .zero)
        #expect(watch.look(Self.observation(faults: nil), now: .seconds(2)) == nil)
    }

    @Test mutating func aClockThatGoesBackChargesNothing() {
        watch.start(.trim, released: 1 << 20, Self.observation(faults: 0), now: .seconds(100))
        #expect(watch.look(Self.observation(faults: 1_000), now: .seconds(10)) == nil)
        #expect(watch.look(Self.observation(faults: 2_000), now: .seconds(200)) == nil)
    }

    @Test mutating func countsThatFallChargeNothing() {
        watch.start(.trim, released: 1 << 20, Self.observation(faults: 1_000), now: .zero)
        #expect(watch.look(Self.observation(faults: 10), now: .seconds(2)) == nil)
    }
}
