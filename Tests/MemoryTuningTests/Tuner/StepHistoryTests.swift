@testable import MemoryTuning
import Testing

struct StepHistoryTests {
    private static let resident = 400 << 20
    private var history = StepHistory()

    private mutating func run(
        releasing bytes: Int,
        at seconds: Double,
        churn: UInt64 = 0,
        freed: UInt64? = nil,
        isOnRequest: Bool = false
    ) {
        history.ran(
            released: bytes,
            took: .milliseconds(100),
            at: .seconds(seconds),
            churn: HeapChurn(allocated: churn, freed: freed),
            resident: Self.resident,
            isOnRequest: isOnRequest
        )
    }

    @Test mutating func whateverIsSaidToBeReleasedOverflowsNothing() {
        for second in 0..<3 { run(releasing: .max, at: Double(second)) }
        #expect(history.released == .max)
    }

    private func isDue(
        at seconds: Double,
        churn: UInt64 = 0,
        freed: UInt64? = nil,
        isEmergency: Bool = false
    ) -> Bool {
        history.isDue(
            at: .seconds(seconds),
            churn: HeapChurn(allocated: churn, freed: freed),
            resident: Self.resident,
            isEmergency: isEmergency
        )
    }

    @Test mutating func aStepThatPaysIsDueAgainAtOnce() {
        run(releasing: 100 << 20, at: 10)
        #expect(isDue(at: 10))
        #expect(history.yield == Double(1 << 20))
        #expect(!history.isResting)
    }

    @Test mutating func eachTryInVainDoublesThePause() {
        run(releasing: 0, at: 10)
        #expect(!isDue(at: 10.9))
        #expect(isDue(at: 11))
        run(releasing: 0, at: 11)
        #expect(!isDue(at: 12.9))
        #expect(isDue(at: 13))
    }

    @Test mutating func afterThreeTriesInVainItRestsUntilTheHeapHasChurned() {
        for second in [10.0, 20, 30] { run(releasing: 1 << 20, at: second) }
        #expect(history.isResting)
        #expect(!isDue(at: 100_000))
        #expect(!isDue(at: 100_000, churn: 99 << 20))
        #expect(isDue(at: 100_000, churn: 100 << 20))
    }

    @Test mutating func eachRestInVainAsksForTwiceTheChurn() {
        for second in [10.0, 20, 30] { run(releasing: 0, at: second) }
        run(releasing: 0, at: 100, churn: 100 << 20)
        #expect(!isDue(at: 100_000, churn: 299 << 20))
        #expect(isDue(at: 100_000, churn: 300 << 20))
    }

    @Test mutating func whatIsFreedIsChurnAsWell() {
        for second in [10.0, 20, 30] { run(releasing: 0, at: second, freed: 0) }
        #expect(!isDue(at: 100, freed: 99 << 20))
        #expect(isDue(at: 100, freed: 100 << 20))
    }

    @Test mutating func triesOnRequestMakeItRestAndNoLongerThanItWould() {
        for second in [10.0, 20, 30] { run(releasing: 0, at: second, isOnRequest: true) }
        #expect(history.isResting)
        for second in 0..<20 { run(releasing: 0, at: 100 + Double(second), isOnRequest: true) }
        #expect(!isDue(at: 200, churn: 99 << 20))
        #expect(isDue(at: 200, churn: 100 << 20))
    }

    @Test mutating func anEmergencyTriesOneThatRestsAfterAPauseWhateverTheChurn() {
        for second in [10.0, 20, 30] { run(releasing: 0, at: second) }
        #expect(!isDue(at: 33, isEmergency: true))
        #expect(isDue(at: 34, isEmergency: true))
        for time in 1...20 { run(releasing: 0, at: 1_000 * Double(time)) }
        #expect(!isDue(at: 20_599, isEmergency: true))
        #expect(isDue(at: 20_600, isEmergency: true))
    }

    @Test mutating func whatCannotRestIsKeptBackByTimeAloneAndNotInAnEmergency() {
        history = StepHistory(canRest: false)
        for second in [10.0, 20, 30] { run(releasing: 0, at: second) }
        #expect(!history.isResting)
        #expect(!isDue(at: 33))
        #expect(isDue(at: 34))
        #expect(isDue(at: 30, isEmergency: true))
    }

    @Test mutating func aClockThatJumpsBackDelaysNoTry() {
        run(releasing: 0, at: 1_000_000)
        #expect(!isDue(at: 1_000_000.5))
        #expect(isDue(at: 10))
        run(releasing: 0, at: 10)
        #expect(!isDue(at: 11.9))
        #expect(isDue(at: 12))
    }

    @Test mutating func aClockThatJumpsForwardEndsAPauseAndNoRest() {
        for second in [10.0, 20, 30] { run(releasing: 0, at: second) }
        #expect(!isDue(at: 1_000_000, churn: 99 << 20))
        #expect(isDue(at: 1_000_000, churn: 100 << 20))
    }

    @Test mutating func aTryThatPaysEndsTheRest() {
        for second in [10.0, 20, 30] { run(releasing: 0, at: second) }
        run(releasing: 50 << 20, at: 100, churn: 100 << 20)
        #expect(!history.isResting)
        #expect(isDue(at: 100, churn: 100 << 20))
    }

    @Test mutating func whatComesBackAtOnceIsCharged() {
        run(releasing: 100 << 20, at: 10)
        history.charge(refaulted: 80 << 20, took: .milliseconds(10), of: 100 << 20, at: .seconds(11))
        #expect(history.refaulted == 80 << 20)
        #expect(history.time == .milliseconds(110))
        #expect((history.yield ?? 0) < Double(1 << 20) * 0.21)
        #expect(history.refaults == 1)
        #expect(!isDue(at: 12.9))
        #expect(isDue(at: 13))
    }

    /// A try that pays, and of which so much has come back a second later.
    private mutating func run(at seconds: Double, refaulting bytes: Int) {
        run(releasing: 100 << 20, at: seconds)
        history.charge(refaulted: bytes, took: .milliseconds(10), of: 100 << 20, at: .seconds(seconds + 1))
    }

    @Test mutating func whatComesBackEachTimeIsTriedEverMoreSeldom() {
        var now = 0.0
        for pause in [2.0, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600] {
            run(at: now, refaulting: 80 << 20)
            #expect(!isDue(at: now + pause + 0.9))
            #expect(isDue(at: now + pause + 1))
            now += pause + 1
        }
        #expect(!history.isResting)
    }

    @Test mutating func onlyATryOfWhichNothingComesBackEndsThat() {
        for second in [0.0, 10, 20] { run(at: second, refaulting: 80 << 20) }
        // In vain, and nothing could come back.
        run(releasing: 0, at: 30)
        history.charge(refaulted: 0, took: .zero, of: 1 << 10, at: .seconds(31))
        #expect(history.refaults == 3)
        run(at: 50, refaulting: 10 << 20)
        #expect(history.refaults == 0)
        #expect(isDue(at: 51))
    }
}
