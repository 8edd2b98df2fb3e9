@testable import MemoryTuning
import ObjectPools
import Testing

struct AdmissionStateTests {
    private var state = AdmissionState(configuration: .init(initialWindow: 8, maximumWaiting: 3))
    private var room = MemoryRoom(used: 40 << 20, limit: 240 << 20)

    private mutating func apply(_ priority: AdmissionPriority = .normal, bytes: Int = 0) -> AdmissionState.Decision {
        state.apply(priority, bytes: bytes, now: .zero)
    }

    private mutating func wait(_ priority: AdmissionPriority = .normal, until seconds: Double = 5)
        -> AdmissionState.Applicant
    {
        let applicant = AdmissionState.Applicant()
        applicant.deadline = .seconds(seconds)
        state.enqueue(applicant, priority, bytes: 0)
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
        state.ended(bytes: 0)
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
        state.ended(bytes: 0)
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
            state.ended(bytes: 0)
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
        state.ended(bytes: 10 << 20)
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
        for _ in 0..<7 { state.ended(bytes: 0) }
        #expect(state.answer(now: .zero).isEmpty)
        state.ended(bytes: 0)
        #expect(state.answer(now: .zero).map { ObjectIdentifier($0.0) } == [ObjectIdentifier(waiting[1])])
        state.ended(bytes: 0)
        #expect(state.answer(now: .zero).map { ObjectIdentifier($0.0) } == [ObjectIdentifier(waiting[2])])
        state.ended(bytes: 0)
        #expect(state.answer(now: .zero).isEmpty)
    }

    @Test mutating func whileMemoryIsCriticalOneAtATimeGoesOn() {
        look { $0.used = 230 << 20 }
        #expect(apply() == .admitted)
        #expect(apply() == .waits)
        _ = wait()
        state.ended(bytes: 0)
        #expect(state.answer(now: .zero).count == 1)
    }

    @Test mutating func bodiesKeepToTheirBudget() {
        state = AdmissionState(configuration: .init(bodyBytes: 10 << 20))
        look()
        #expect(apply(bytes: 11 << 20) == .refused(.tooLarge))
        #expect(apply(bytes: 8 << 20) == .admitted)
        #expect(apply(bytes: 4 << 20) == .waits)
        #expect(apply(bytes: 1 << 20) == .admitted)
        state.ended(bytes: 8 << 20)
        #expect(apply(bytes: 9 << 20) == .admitted)
    }

    @Test mutating func withoutALimitTheWindowAloneCounts() {
        look {
            $0.used = nil
            $0.limit = nil
        }
        for _ in 0..<8 { #expect(apply(bytes: 1 << 40) == .admitted) }
        #expect(apply() == .waits)
    }

    @Test mutating func oneWhoLeavesIsNotAnswered() {
        look()
        for _ in 0..<8 { _ = apply() }
        let applicant = wait()
        let leaves = [state.cancel(applicant, .normal), state.cancel(applicant, .normal)]
        #expect(leaves == [true, false])
        state.ended(bytes: 0)
        #expect(state.answer(now: .zero).isEmpty)
    }
}
