@testable import MemoryTuning
import Testing

struct ReclaimPolicyTests {
    private var policy = ReclaimPolicy(growthTrigger: .percent(100), share: 0.01, pause: .seconds(1))
    private var observation = MemoryObservation()

    private mutating func plan(
        _ pressure: MemoryPressure = .nominal,
        at seconds: Double,
        used: Int? = nil,
        limit: Int? = nil
    ) -> ReclaimPlan? {
        policy.plan(
            observation,
            pressure: pressure,
            available: [.pools, .trim],
            used: used,
            limit: limit,
            now: .seconds(seconds)
        )
    }

    /// A cycle of which each step took so long and released so much.
    private mutating func finish(_ plan: ReclaimPlan, at seconds: Double, released: Int, each: Duration) {
        let before = observation.resident ?? 0
        let steps = plan.steps.map {
            ReclaimReport.Step(step: $0, released: $0 == .trim ? released : 0, givenUp: nil, duration: each)
        }
        observation.resident = before - released
        let report = ReclaimReport(
            reason: plan.reason,
            steps: steps,
            residentBefore: before,
            residentAfter: before - released,
            duration: each * steps.count
        )
        policy.finished(report, observation, now: .seconds(seconds))
    }

    @Test(arguments: [
        (MemoryPressure.critical, 90, Int?.some(10 << 20)), (.critical, 80, nil), (.elevated, 90, 10 << 20),
        (.elevated, 81, 5 << 20), (.elevated, 70, 5 << 20),
    ])
    mutating func theGoalIsWhatIsBeyondFourFifthsOfTheLimit(pressure: MemoryPressure, percent: Int, goal: Int?) {
        observation.resident = percent << 20
        let plan = plan(pressure, at: 0, used: percent << 20, limit: 100 << 20)
        #expect(plan?.request == ReclaimRequest(pressure: pressure, goal: goal))
    }

    @Test mutating func reclaimsWhenTheHeapHasGrownByTheTrigger() throws {
        observation.live = 100 << 20
        observation.resident = 120 << 20
        #expect(plan(at: 0) == nil)
        observation.live = 199 << 20
        observation.resident = 220 << 20
        #expect(plan(at: 10) == nil)
        observation.live = 200 << 20
        let due = self.plan(at: 20)
        let plan = try #require(due)
        #expect(plan.reason == .growth)
        #expect(plan.steps == [.pools, .trim])
        finish(plan, at: 21, released: 1 << 20, each: .milliseconds(1))
        observation.live = 399 << 20
        observation.resident = 420 << 20
        #expect(self.plan(at: 30) == nil)
        observation.live = 400 << 20
        #expect(self.plan(at: 40)?.reason == .growth)
    }

    @Test mutating func aSmallHeapMayGrow() {
        observation.live = 1 << 20
        #expect(plan(at: 0) == nil)
        observation.live = 16 << 20
        #expect(plan(at: 10) == nil)
        observation.live = 17 << 20
        #expect(plan(at: 20)?.reason == .growth)
    }

    @Test mutating func withTheTriggerOffGrowthIsNoReason() {
        policy.growthTrigger = .off
        observation.live = 1 << 20
        #expect(plan(at: 0) == nil)
        observation.live = 1 << 40
        #expect(plan(at: 10) == nil)
    }

    @Test mutating func reclaimsWhatIsResidentAndNoLongerInUse() {
        policy.growthTrigger = .off
        observation.live = 400 << 20
        observation.resident = 450 << 20
        #expect(plan(at: 0) == nil)
        observation.live = 310 << 20
        #expect(plan(at: 10) == nil)
        observation.live = 300 << 20
        #expect(plan(at: 20)?.reason == .slack)
    }

    @Test mutating func slackThatWasThereFromTheStartIsLeftAlone() {
        observation.live = 100 << 20
        observation.resident = 900 << 20
        for second in 0..<100 { #expect(plan(at: Double(second)) == nil) }
    }

    @Test mutating func keepsToItsShareOfTheTime() throws {
        observation.resident = 500 << 20
        var spent = Duration.zero
        // Always elevated, each cycle takes 150 ms and pays, for ten minutes.
        for tenth in 0..<6_000 {
            let seconds = Double(tenth) / 10
            guard let plan = plan(.elevated, at: seconds) else { continue }
            observation.resident = 500 << 20
            finish(plan, at: seconds, released: 100 << 20, each: .milliseconds(75))
            spent += .milliseconds(75) * plan.steps.count
        }
        #expect(spent <= .seconds(600) * 0.01 + .milliseconds(300))
        #expect(spent >= .seconds(5))
    }

    @Test mutating func anEmergencyKeepsNoCycleOutForLong() {
        observation.resident = 500 << 20
        for second in 0..<600 {
            guard let plan = plan(.critical, at: Double(second)) else { continue }
            observation.resident = 500 << 20
            finish(plan, at: Double(second), released: 100 << 20, each: .seconds(1))
        }
        #expect(plan(.elevated, at: 650) == nil)
        #expect(plan(.elevated, at: 661)?.reason == .limit)
    }

    @Test mutating func anEmergencyGoesBeyondTheShareButNotBeyondThePause() {
        observation.resident = 500 << 20
        var cycles = 0
        for tenth in 0..<600 {
            let seconds = Double(tenth) / 10
            guard let plan = plan(.critical, at: seconds) else { continue }
            #expect(plan.reason == .emergency)
            cycles += 1
            observation.resident = 500 << 20
            finish(plan, at: seconds, released: 100 << 20, each: .milliseconds(50))
        }
        #expect(cycles > 10 && cycles <= 60)
    }

    @Test mutating func whereNothingIsToBeHadItStopsTryingWithinThreeCycles() {
        observation.resident = 389 << 20
        var trims = 0
        var pools = 0
        for tenth in 0..<36_000 {
            let seconds = Double(tenth) / 10
            guard let plan = plan(.elevated, at: seconds) else { continue }
            if plan.steps.contains(.trim) { trims += 1 }
            if plan.steps.contains(.pools) { pools += 1 }
            finish(plan, at: seconds, released: 0, each: .milliseconds(1))
        }
        #expect(trims == 3)
        #expect(policy.histories[.trim]?.isResting == true)
        // Asked for an hour, at last every ten minutes.
        #expect(pools > 10 && pools < 20)
        #expect(policy.histories[.pools]?.isResting == false)
    }

    @Test mutating func inAnEmergencyPoolsAreAlwaysAskedAndWhatRestsIsTriedAfterItsPause() throws {
        observation.resident = 389 << 20
        for second in [0.0, 10, 20] {
            let due = self.plan(.elevated, at: second)
            let plan = try #require(due)
            finish(plan, at: second, released: 0, each: .milliseconds(1))
        }
        let early = plan(.critical, at: 22)
        #expect(early?.reason == .emergency)
        #expect(early?.steps == [.pools])
        #expect(early?.resting == [.trim])
        let late = plan(.critical, at: 24)
        #expect(late?.steps == [.pools, .trim])
        #expect(late?.resting == [])
    }

    @Test mutating func whatRunsInVainForOthersSakePausesAndRestsNoLonger() throws {
        observation.resident = 400 << 20
        observation.allocated = 400 << 20
        for second in [0.0, 10, 20] {
            let due = self.plan(.elevated, at: second)
            finish(try #require(due), at: second, released: 0, each: .milliseconds(1))
        }
        // Pools give something up each second, and there is nothing for the trim to find.
        var forced = 0
        for second in 30..<90 {
            let due = self.plan(.elevated, at: Double(second))
            let plan = try #require(due)
            guard plan.resting == [.trim] else { continue }
            forced += 1
            let trim = ReclaimReport.Step(
                step: .trim,
                released: 0,
                givenUp: nil,
                duration: .milliseconds(1),
                wasResting: true
            )
            let report = ReclaimReport(
                reason: .limit,
                steps: [trim],
                residentBefore: 400 << 20,
                residentAfter: 400 << 20,
                duration: .milliseconds(1)
            )
            policy.finished(report, observation, now: .seconds(second))
        }
        #expect((10...20).contains(forced))
        // As much churn as after a first rest.
        observation.allocated = 500 << 20
        #expect(self.plan(.elevated, at: 100)?.steps.contains(.trim) == true)
    }

    @Test mutating func whatWasGivenUpWhileTheTrimPausedIsTrimmedLater() throws {
        observation.resident = 400 << 20
        for second in [0.0, 10, 20] {
            let due = self.plan(.elevated, at: second)
            finish(try #require(due), at: second, released: 0, each: .milliseconds(1))
        }
        let early = self.plan(.elevated, at: 22)
        #expect(early?.resting ?? [] == [])
        let pools = ReclaimReport.Step(step: .pools, released: 0, givenUp: 50 << 20, duration: .zero)
        let report = ReclaimReport(
            reason: .limit,
            steps: [pools],
            residentBefore: 400 << 20,
            residentAfter: 400 << 20,
            duration: .zero
        )
        policy.finished(report, observation, now: .seconds(22))
        let late = self.plan(.elevated, at: 24)
        #expect(late?.resting == [.trim])
        #expect(late?.givenUp == 50 << 20)
    }

    @Test mutating func aHeapThatIsFreedWakesWhatRests() throws {
        observation.resident = 400 << 20
        observation.live = 400 << 20
        observation.allocated = 400 << 20
        for second in [0.0, 10, 20] {
            let due = self.plan(.elevated, at: second)
            let plan = try #require(due)
            finish(plan, at: second, released: 0, each: .milliseconds(1))
        }
        #expect(self.plan(.elevated, at: 60)?.steps == [.pools])
        observation.live = 300 << 20
        #expect(self.plan(.elevated, at: 60)?.steps == [.pools, .trim])
    }

    @Test mutating func aStepWhosePagesComeRightBackIsChargedAndWaits() throws {
        observation.resident = 400 << 20
        observation.minorFaults = 0
        let pages = 100 << 20 / KernelPage.size
        var now = 0.0
        for pause in [2.0, 4, 8] {
            let due = self.plan(.elevated, at: now)
            let plan = try #require(due)
            #expect(plan.steps.contains(.trim))
            finish(plan, at: now, released: 100 << 20, each: .milliseconds(1))
            // All of it is touched again within the second.
            observation.resident = 400 << 20
            observation.minorFaults? += UInt64(pages)
            _ = self.plan(.nominal, at: now + 1)
            #expect(self.plan(.elevated, at: now + 1 + pause - 0.1)?.steps.contains(.trim) != true)
            now += 1 + pause
        }
        let trim = try #require(policy.histories[.trim])
        #expect(trim.refaulted == 300 << 20)
        #expect(trim.refaults == 3)
        #expect(trim.time == .milliseconds(3) + RefaultWatch.faultTime * (3 * pages))
        #expect((trim.yield ?? .infinity) < Double(1 << 20))
    }

    @Test mutating func asksCachesForWhatIsTooMuch() {
        observation.resident = 950 << 20
        let plan = plan(.elevated, at: 0, used: 950 << 20, limit: 1_000 << 20)
        #expect(plan?.request == ReclaimRequest(pressure: .elevated, goal: 150 << 20))
    }
}
