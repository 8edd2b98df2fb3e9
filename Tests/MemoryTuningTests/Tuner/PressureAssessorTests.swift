@testable import MemoryTuning
import Testing

struct PressureAssessorTests {
    private static let limit = 1_000 << 20
    private var assessor = PressureAssessor(thresholds: .default)

    /// Looks once at a use of so many percent of the limit.
    private mutating func look(
        _ percent: Int,
        at seconds: Double,
        limit: Int? = Self.limit,
        source: EffectiveLimit.Source = .controlGroup,
        _ change: (inout MemoryObservation) -> Void = { _ in }
    ) -> MemoryPressure {
        var observation = MemoryObservation()
        observation.groupLimit = limit
        change(&observation)
        return assessor.assess(
            observation,
            used: Self.limit / 100 * percent,
            limit: limit,
            source: source,
            now: .seconds(seconds)
        )
    }

    @Test mutating func risesAtOnceAndFallsStepByStepAfterTheDwellTime() {
        #expect(look(40, at: 0) == .nominal)
        #expect(look(97, at: 100) == .critical)
        #expect(look(40, at: 101) == .critical)
        #expect(look(40, at: 103.9) == .critical)
        #expect(look(40, at: 104) == .elevated)
        #expect(look(40, at: 106.9) == .elevated)
        #expect(look(40, at: 107) == .nominal)
        #expect(assessor.reason == nil)
    }

    @Test mutating func staysWhileItIsJustBelowTheThreshold() {
        #expect(look(86, at: 0) == .elevated)
        for second in 1...60 { #expect(look(83, at: Double(second)) == .elevated) }
        #expect(look(79, at: 61) == .elevated)
        #expect(look(79, at: 64) == .nominal)
        for second in 65...120 { #expect(look(84, at: Double(second)) == .nominal) }
    }

    @Test mutating func aReasonThatReturnsStartsTheDwellTimeAnew() {
        #expect(look(90, at: 0) == .elevated)
        #expect(look(10, at: 2) == .elevated)
        #expect(look(90, at: 4) == .elevated)
        #expect(look(10, at: 5) == .elevated)
        #expect(look(10, at: 7.5) == .elevated)
        #expect(look(10, at: 8) == .nominal)
    }

    @Test mutating func growthTowardsTheLimitRaisesItBeforeTheLimitIsNear() {
        // 75 % and 4 % a second: full in 6 s.
        for step in 0...5 { _ = look(55 + 4 * step, at: Double(step)) }
        #expect(assessor.level == .elevated)
        #expect(assessor.reason == .timeToLimit)
        let time = assessor.timeToLimit ?? .zero
        #expect(time > .seconds(6) && time < .seconds(7))
    }

    @Test mutating func fastGrowthIsCriticalOnlyNearTheLimit() {
        for step in 0...5 { _ = look(40 + 8 * step, at: Double(step) / 4) }
        #expect(assessor.level == .elevated)
        _ = look(88, at: 1.5)
        #expect(assessor.level == .critical)
        #expect(assessor.reason == .timeToLimit)
    }

    @Test mutating func growthFarBelowTheLimitIsNoPressure() {
        for step in 0...5 { #expect(look(5 * step, at: Double(step)) == .nominal) }
    }

    @Test(arguments: [(EffectiveLimit.Source.setting, "/a"), (.controlGroup, "/b")])
    mutating func thatSomethingElseIsCountedIsNoGrowth(source: EffectiveLimit.Source, folder: String) {
        for second in 0..<5 { _ = look(20, at: Double(second)) { $0.groupFolder = "/a" } }
        #expect(look(70, at: 5, source: source) { $0.groupFolder = folder } == .nominal)
        #expect(assessor.timeToLimit == nil)
    }

    @Test mutating func hitsOfAnotherGroupAreNotTakenForNewOnes() {
        func hits(_ count: UInt64, of folder: String) -> (inout MemoryObservation) -> Void {
            {
                $0.groupFolder = folder
                $0.limitHits = count
            }
        }
        #expect(look(20, at: 0, hits(5, of: "/pod/service")) == .nominal)
        #expect(look(20, at: 1, hits(9, of: "/pod")) == .nominal)
        #expect(look(20, at: 2, hits(10, of: "/pod")) == .elevated)
    }

    @Test mutating func aLimitThatIsHitIsCriticalWhereItIsNotFilePagesAlone() {
        func hits(_ count: UInt64, at percent: Int) -> (inout MemoryObservation) -> Void {
            {
                $0.groupUsed = Self.limit / 100 * percent
                $0.limitHits = count
            }
        }
        #expect(look(20, at: 0, hits(5, at: 90)) == .nominal)
        #expect(look(20, at: 1, hits(6, at: 90)) == .elevated)
        #expect(look(20, at: 2, hits(7, at: 96)) == .critical)
        #expect(assessor.reason == .limitHit)
        // A trim has helped.
        _ = look(20, at: 2.1, hits(7, at: 50))
        #expect(assessor.present == .elevated)
    }

    @Test(arguments: [nil, 4 * Self.limit])
    mutating func aControlGroupsLimitThatIsHitIsCriticalWhateverLimitIsKept(limit: Int?) {
        for (hits, second) in [(5, 0.0), (6, 1)] {
            _ = look(90, at: second, limit: limit) {
                $0.groupLimit = Self.limit
                $0.groupUsed = Self.limit / 100 * 95
                $0.limitHits = UInt64(hits)
            }
        }
        #expect(assessor.level == .critical)
        #expect(assessor.reason == .limitHit)
    }

    @Test mutating func aLimitThatFilePagesAloneHitAgainAndAgainIsNoPressure() {
        for step in 0..<100 {
            let level = look(20, at: Double(step) / 20) {
                $0.groupUsed = Self.limit / 100 * 20
                $0.groupUsedWithFiles = Self.limit / 100 * 98
                $0.limitHits = UInt64(7 * step)
                $0.outOfMemory = 3
            }
            #expect(level == .nominal)
        }
    }

    @Test mutating func aBurstThatIsGoneByTheNextLookIsElevated() {
        for (hits, second) in [(5, 0.0), (6, 1)] {
            _ = look(20, at: second) {
                $0.groupUsed = Self.limit / 100 * 20
                $0.groupUsedWithFiles = Self.limit / 100 * 40
                $0.limitHits = UInt64(hits)
            }
        }
        #expect(assessor.level == .elevated)
        #expect(assessor.reason == .limitHit)
    }

    @Test mutating func whereNothingWasLeftToBeGivenUpItIsElevatedWhateverIsInUseNow() {
        func looked(_ count: UInt64, at percent: Int = 20) -> (inout MemoryObservation) -> Void {
            {
                $0.groupUsed = Self.limit / 100 * percent
                $0.groupUsedWithFiles = Self.limit
                $0.outOfMemory = count
            }
        }
        #expect(look(20, at: 0, looked(5)) == .nominal)
        #expect(look(20, at: 1, looked(6)) == .elevated)
        #expect(assessor.reason == .limitHit)
        #expect(look(20, at: 2, looked(6)) == .elevated)
        #expect(look(20, at: 5, looked(6)) == .nominal)
        #expect(look(20, at: 6, looked(7, at: 85)) == .critical)
    }

    @Test mutating func whatSpeaksForPressureLastsFromOneHitToTheNext() {
        for step in 0..<100 {
            _ = look(90, at: Double(step) / 20, limit: nil) {
                $0.groupLimit = Self.limit
                $0.groupUsed = Self.limit / 100 * 95
                $0.limitHits = UInt64(step / 10)
            }
            #expect(assessor.present == (step < 10 ? .nominal : .critical))
        }
    }

    @Test mutating func stallsCountByTheirShareOfTheTime() {
        func stalled(_ time: Duration) -> (inout MemoryObservation) -> Void {
            {
                $0.stallScope = .controlGroup
                $0.stalledFull = time
            }
        }
        #expect(look(20, at: 0, stalled(.zero)) == .nominal)
        #expect(look(20, at: 1, stalled(.milliseconds(99))) == .nominal)
        #expect(look(20, at: 2, stalled(.milliseconds(199))) == .critical)
    }

    @Test mutating func stallsAreSeenHoweverOftenOneLooks() {
        for step in 0...200 {
            _ = look(20, at: Double(step) / 100) { $0.stalledSome = .milliseconds(step * 5) }
        }
        #expect(assessor.level == .elevated)
        #expect(assessor.reason == .stalled)
    }

    @Test mutating func stallsThatGoOnSpeakForPressureAtEveryLook() {
        for step in 0..<100 {
            _ = look(20, at: Double(step) / 20) {
                $0.stallScope = .controlGroup
                $0.stalledFull = .milliseconds(step * 25)
            }
            #expect(assessor.present == (step < 2 ? .nominal : .critical))
        }
    }

    @Test(arguments: [nil, Self.limit]) mutating func stallsOfTheWholeMachineAreNeverCritical(limit: Int?) {
        for second in 0...10 {
            _ = look(20, at: Double(second), limit: limit) {
                $0.stallScope = .machine
                $0.stalledSome = .seconds(second)
                $0.stalledFull = .seconds(second)
            }
            #expect(assessor.level == (second == 0 ? .nominal : .elevated))
        }
    }

    @Test mutating func theMachinesStallsAreNotTakenForThoseOfAGroupThatHasGone() {
        func stalled(_ scope: MemoryStall.Scope, _ time: Duration) -> (inout MemoryObservation) -> Void {
            {
                $0.stallScope = scope
                $0.stalledSome = time
            }
        }
        #expect(look(20, at: 0, stalled(.controlGroup, .zero)) == .nominal)
        #expect(look(20, at: 1, stalled(.machine, .seconds(500))) == .nominal)
        #expect(look(20, at: 2, stalled(.machine, .seconds(501))) == .elevated)
    }

    @Test mutating func whatIsUnknownIsNoPressure() {
        for second in 0...10 {
            let level = assessor.assess(
                MemoryObservation(),
                used: nil,
                limit: nil,
                source: nil,
                now: .seconds(second)
            )
            #expect(level == .nominal)
        }
    }

    @Test mutating func timeThatGoesBackChangesNothing() {
        #expect(look(90, at: 100) == .elevated)
        #expect(look(90, at: 50) == .elevated)
        #expect(look(10, at: 10) == .elevated)
        #expect(look(10, at: 14) == .nominal)
    }
}
