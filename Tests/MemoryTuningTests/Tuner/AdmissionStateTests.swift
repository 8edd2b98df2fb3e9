@testable import MemoryTuning
import ObjectPools
import Testing

struct AdmissionStateTests {
    private var state = AdmissionState(configuration: .init(initialWindow: 8, maximumWaiting: 3))
    private var room = MemoryRoom(used: 40 << 20, limit: 240 << 20)

    private mutating func apply(_ priority: AdmissionPriority = .normal, bytes: Int = 0) -> AdmissionState.Decision {
        state.apply(priority, bytes: bytes, now: .zero)
    }

    private mutating func end(_ priority: AdmissionPriority = .normal, bytes: Int = 0) {
        state.ended(priority, bytes: bytes, now: .zero)
    }

    private mutating func wait(
        _ priority: AdmissionPriority = .normal,
        bytes: Int = 0,
        until seconds: Double = 5
    ) -> AdmissionState.Applicant {
        let applicant = AdmissionState.Applicant()
        applicant.deadline = .seconds(seconds)
        state.enqueue(applicant, priority, bytes: bytes, now: .zero)
        return applicant
    }

    private mutating func look(at seconds: Double = 0, _ change: (inout MemoryRoom) -> Void = { _ in }) {
        change(&room)
        state.look(at: room, now: .seconds(seconds))
    }

    @Test mutating func letsInTheWindowThenHasOthersWaitThenTurnsAway() {
        look()
        for _ in 0..<8 { #expect(apply() == .admitted) }
        for _ in 0..<3 {
            #expect(apply() == .waits)
            _ = wait()
        }
        #expect(apply() == .refused(.tooManyWaiting))
        #expect(state.statistics.refused == [.tooManyWaiting: 1])
        #expect(state.statistics.underWay == 8)
        #expect(state.statistics.waiting == 3)
    }

    @Test mutating func letsInTheNextInOrderWhenWorkEnds() {
        look()
        for _ in 0..<8 { _ = apply() }
        let applicants = [wait(), wait()]
        #expect(state.answer(now: .zero).isEmpty)
        end()
        let answers = state.answer(now: .zero)
        // The window has grown by one since somebody waited.
        #expect(answers.map { ObjectIdentifier($0.0) } == applicants.map { ObjectIdentifier($0) })
        #expect(answers.allSatisfy { $0.1 == nil })
    }

    @Test mutating func theMoreImportantGoFirst() {
        look()
        for _ in 0..<8 { _ = apply() }
        let normal = wait()
        let high = wait(.high)
        end()
        let answers = state.answer(now: .zero)
        #expect(answers.first?.0 === high)
        #expect(answers.last?.0 === normal)
    }

    @Test mutating func whoHasWaitedTooLongIsTurnedAway() {
        look()
        for _ in 0..<8 { _ = apply() }
        let applicant = wait(until: 2)
        #expect(state.answer(now: .seconds(1.9)).isEmpty)
        let answers = state.answer(now: .seconds(2))
        #expect(answers.first?.0 === applicant)
        #expect(answers.first?.1?.code == .waitedTooLong)
        #expect(state.statistics.waiting == 0)
    }

    @Test mutating func letsInNoMoreThanThereIsMemoryFor() {
        look()
        for _ in 0..<8 { _ = apply() }
        // 8 of them take 16 MiB each; three quarters of 200 MiB are for 9 of them.
        look(at: 0.05) { $0.used = (40 + 8 * 16) << 20 }
        for _ in 0..<3 { _ = wait() }
        for _ in 0..<4 {
            end()
            _ = state.answer(now: .zero)
        }
        #expect(state.statistics.underWay == 7)
        for _ in 0..<2 { #expect(apply() == .admitted) }
        #expect(apply() == .waits)
    }

    @Test mutating func lowPriorityIsTurnedAwayUnderPressureAndEssentialNever() {
        look { $0.pressure = .elevated }
        #expect(apply(.low) == .refused(.pressure))
        #expect(apply() == .admitted)
        look(at: 1) {
            $0.pressure = .critical
            $0.isShedding = true
        }
        #expect(apply() == .refused(.pressure))
        #expect(apply(.essential) == .admitted)
    }

    @Test mutating func whileWorkIsTurnedAwayOneAtATimeGoesOn() {
        look()
        look(at: 1) {
            $0.pressure = .critical
            $0.isShedding = true
            $0.used = 230 << 20
        }
        // A health check that lasts keeps nobody out.
        #expect(apply(.essential) == .admitted)
        #expect(apply(bytes: 11 << 20) == .refused(.pressure))
        #expect(apply(bytes: 10 << 20) == .admitted)
        #expect(apply() == .refused(.pressure))
        #expect(apply(.low) == .refused(.pressure))
        end(bytes: 10 << 20)
        #expect(apply() == .admitted)
    }

    @Test mutating func whileWorkIsTurnedAwayThoseWhoWaitGoOneAtATime() {
        look()
        for _ in 0..<8 { _ = apply() }
        let waiting = [wait(.low), wait(), wait()]
        // Less than critical, as long as the tuner dwells on what was.
        look(at: 1) {
            $0.pressure = .critical
            $0.isShedding = true
            $0.used = 210 << 20
        }
        for _ in 0..<7 { end() }
        let refused = state.answer(now: .zero)
        #expect(refused.map { ObjectIdentifier($0.0) } == [ObjectIdentifier(waiting[0])])
        #expect(refused.first?.1?.code == .pressure)
        end()
        #expect(state.answer(now: .zero).map { ObjectIdentifier($0.0) } == [ObjectIdentifier(waiting[1])])
        end()
        #expect(state.answer(now: .zero).map { ObjectIdentifier($0.0) } == [ObjectIdentifier(waiting[2])])
        end()
        #expect(state.answer(now: .zero).isEmpty)
    }

    @Test mutating func whileMemoryIsCriticalOneAtATimeGoesOn() {
        look { $0.used = 230 << 20 }
        #expect(apply() == .admitted)
        #expect(apply() == .waits)
        _ = wait()
        end()
        #expect(state.answer(now: .zero).count == 1)
    }

    @Test mutating func bodiesKeepToTheirBudget() {
        state = AdmissionState(configuration: .init(bodyBytes: 10 << 20))
        look()
        #expect(apply(bytes: 11 << 20) == .refused(.tooLarge))
        #expect(apply(bytes: 8 << 20) == .admitted)
        #expect(apply(bytes: 4 << 20) == .waits)
        #expect(apply(bytes: 1 << 20) == .admitted)
        end(bytes: 8 << 20)
        #expect(apply(bytes: 9 << 20) == .admitted)
    }

    @Test mutating func whileTheLimitIsUnknownTheWindowAloneCounts() {
        look {
            $0.used = nil
            $0.limit = nil
        }
        for _ in 0..<8 { #expect(apply(bytes: 1 << 40) == .admitted) }
        #expect(apply() == .waits)
    }

    @Test mutating func withoutALimitAllAreLetInUntilPressureRises() {
        look {
            $0.used = nil
            $0.limit = nil
            $0.isLimited = false
        }
        for _ in 0..<100 { #expect(apply() == .admitted) }
        look(at: 1) { $0.pressure = .elevated }
        #expect(apply() == .waits)
    }

    @Test mutating func aBodyThatDoesNotFitNowIsToldToComeAgain() {
        // Three quarters of what a base of 200 MiB leaves are 30 MiB; of the limit, 180 MiB.
        look { $0.used = 200 << 20 }
        #expect(apply(bytes: 100 << 20) == .refused(.pressure))
        #expect(apply(bytes: 181 << 20) == .refused(.tooLarge))
        // One that waits, and no longer fits.
        #expect(apply(bytes: 20 << 20) == .admitted)
        #expect(apply(bytes: 20 << 20) == .waits)
        let applicant = wait(bytes: 20 << 20)
        look(at: 11) { $0.used = 220 << 20 }
        let answers = state.answer(now: .zero)
        #expect(answers.first?.0 === applicant)
        #expect(answers.first?.1?.code == .pressure)
        end(bytes: 20 << 20)
        // What is in use when nothing is under way must not keep all who send a few bytes out.
        look(at: 22) { $0.used = 250 << 20 }
        #expect(apply(bytes: 300) == .admitted)
    }

    @Test mutating func oneThatMattersMoreIsNotOvertakenBySmallerOnes() {
        state = AdmissionState(configuration: .init(bodyBytes: 10 << 20))
        look()
        #expect(apply(bytes: 2 << 20) == .admitted)
        let high = wait(.high, bytes: 9 << 20)
        let normal = wait(bytes: 1 << 20)
        #expect(state.answer(now: .zero).isEmpty)
        end(bytes: 2 << 20)
        #expect(state.answer(now: .zero).map { ObjectIdentifier($0.0) } == [high, normal].map { ObjectIdentifier($0) })
    }

    @Test mutating func smallBodiesTakeNoRoomFromLargerOnes() {
        state = AdmissionState(configuration: .init(initialWindow: 1_000))
        // Three quarters of what a base of 110 MiB leaves are 13.5 MiB.
        look {
            $0.used = 110 << 20
            $0.limit = 128 << 20
        }
        for _ in 0..<210 { #expect(apply(bytes: 64 << 10) == .admitted) }
        #expect(apply(bytes: 13 << 20) == .admitted)
        #expect(apply(bytes: 1 << 20) == .waits)
        for _ in 0..<210 { end(bytes: 64 << 10) }
        #expect(apply(bytes: 1 << 20) == .waits)
        end(bytes: 13 << 20)
        #expect(apply(bytes: 13 << 20) == .admitted)
    }

    @Test mutating func whileWorkIsTurnedAwayABodyThatDoesNotFitKeepsNobodyElseOut() {
        look()
        for _ in 0..<8 { _ = apply() }
        let large = wait(bytes: 20 << 20)
        look(at: 1) {
            $0.isShedding = true
            $0.used = 230 << 20
        }
        for _ in 0..<8 { end() }
        #expect(state.answer(now: .zero).isEmpty)
        #expect(apply() == .admitted)
        #expect(apply() == .refused(.pressure))
        end()
        let small = wait()
        #expect(state.answer(now: .zero).map { ObjectIdentifier($0.0) } == [ObjectIdentifier(small)])
        end()
        look(at: 2) { $0.used = 200 << 20 }
        #expect(state.answer(now: .zero).map { ObjectIdentifier($0.0) } == [ObjectIdentifier(large)])
    }

    @Test mutating func bodiesThatNeverComeKeepNobodyElseOut() {
        look()
        #expect(apply(bytes: 140 << 20) == .admitted)
        #expect(apply(bytes: 140 << 20) == .waits)
        let large = wait(bytes: 140 << 20)
        #expect(apply() == .admitted)
        #expect(apply(bytes: 60_000) == .admitted)
        #expect(apply(bytes: 1 << 20) == .waits)
        // The window has not grown for what waits for something else.
        for step in 0..<50 { #expect(state.answer(now: .milliseconds(20 * step)).isEmpty) }
        look(at: 0.9)
        #expect(state.statistics.window == 8)
        end(bytes: 140 << 20)
        #expect(state.answer(now: .zero).first?.0 === large)
    }

    @Test mutating func whoWaitsForBodyRoomIsNotOvertakenByOthersWhoDo() {
        look()
        for _ in 0..<8 { _ = apply() }
        let applicants = [wait(bytes: 1 << 20, until: 1), wait(until: 2), wait(bytes: 1 << 20, until: 3)]
        for _ in 0..<3 { end() }
        #expect(state.answer(now: .zero).map { ObjectIdentifier($0.0) } == applicants.map { ObjectIdentifier($0) })
    }

    @Test mutating func aLimitWithoutBoundsOverflowsNothing() {
        state = AdmissionState(configuration: .init(share: 1))
        look { $0.limit = .max }
        #expect(apply(bytes: 1 << 44) == .admitted)
    }

    @Test mutating func manyWhoMatterLessDoNotKeepOutWhoMattersMore() {
        look()
        for _ in 0..<8 { _ = apply() }
        for _ in 0..<3 { _ = wait() }
        #expect(apply() == .refused(.tooManyWaiting))
        #expect(apply(.high) == .waits)
    }

    @Test mutating func whatLastsDoesNotKeepOthersOutForEver() {
        look()
        for _ in 0..<8 { _ = apply() }
        let applicant = wait(until: 100)
        for step in 0..<5 { #expect(state.answer(now: .milliseconds(20 * step)).isEmpty) }
        _ = state.answer(now: .milliseconds(100))
        #expect(state.answer(now: .milliseconds(120)).first?.0 === applicant)
    }

    @Test mutating func essentialWorkTakesNobodysPlace() {
        look()
        for _ in 0..<100 { #expect(apply(.essential) == .admitted) }
        for _ in 0..<8 { #expect(apply() == .admitted) }
        #expect(apply() == .waits)
        for _ in 0..<100 { end(.essential) }
        #expect(apply() == .waits)
    }

    @Test mutating func whoWaitsAndMattersLeastIsTurnedAwayWhenPressureRises() {
        look()
        for _ in 0..<8 { _ = apply() }
        let low = wait(.low)
        look(at: 1) { $0.pressure = .elevated }
        let answers = state.answer(now: .zero)
        #expect(answers.map { ObjectIdentifier($0.0) } == [ObjectIdentifier(low)])
        #expect(answers.first?.1?.code == .pressure)
        #expect(state.statistics.waiting == 0)
    }

    @Test func whatAnybodyClaimsOverflowsNothing() {
        #expect(AdmissionState.counted(.max, .essential) == 0)
        #expect(AdmissionState.counted(.min, .normal) == 0)
        #expect(AdmissionState.counted(.max, .normal).multipliedReportingOverflow(by: 1 << 22).overflow == false)
    }

    @Test mutating func oneWhoLeavesIsNotAnswered() {
        look()
        for _ in 0..<8 { _ = apply() }
        let applicant = wait()
        let leaves = [state.cancel(applicant), state.cancel(applicant)]
        #expect(leaves == [true, false])
        end()
        #expect(state.answer(now: .zero).isEmpty)
    }
}
