@testable import MemoryTuning
import ObjectPools
import Scheduling
import Testing

struct AdmissionControllerTests {
    private static func make(
        _ configuration: AdmissionController.Configuration = .init(initialWindow: 1)
    ) throws -> (TunedMemory, AdmissionController) {
        let tuned = try TunedMemory(PlannedMemory(resident: 10 << 20, groupLimit: 100 << 20))
        return (tuned, try AdmissionController(tuner: tuned.tuner, configuration: configuration))
    }

    @Test func oneWaitsUntilAnotherHasEnded() async throws {
        let (_, admission) = try Self.make()
        let first = try await admission.admit()
        async let second = admission.admit()
        await until { admission.statistics.waiting == 1 }
        first.end()
        first.end()
        _ = try await second
        #expect(admission.statistics.admitted == 2)
    }

    @Test func aTicketThatNobodyHoldsHasEnded() async throws {
        let (_, admission) = try Self.make()
        _ = try await admission.admit()
        #expect(admission.statistics.underWay == 0)
    }

    @Test func whoIsCancelledWhileWaitingLeaves() async throws {
        let (_, admission) = try Self.make()
        let first = try await admission.admit()
        let second = Task { try await admission.admit() }
        await until { admission.statistics.waiting == 1 }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        #expect(admission.statistics.waiting == 0)
        first.end()
        #expect(admission.statistics.underWay == 0)
    }

    @Test func whoHasWaitedTooLongIsTurnedAwayAndToldWhenToComeAgain() async throws {
        let (tuned, admission) = try Self.make(
            .init(initialWindow: 1, maximumWait: .milliseconds(80), retryAfter: .milliseconds(2_500))
        )
        let first = try await admission.admit()
        let second = Task { try await admission.admit() }
        await until { admission.statistics.waiting == 1 }
        for _ in 0..<4 {
            await until { tuned.clock.sleepers > 0 }
            tuned.clock.advance(by: .milliseconds(20))
        }
        let refusal = await #expect(throws: AdmissionRefusal.self) { try await second.value }
        #expect(refusal?.code == .waitedTooLong)
        #expect(refusal?.retryAfter == .milliseconds(2_500))
        #expect(refusal?.retryAfterSeconds == 3)
        #expect(refusal?.description.contains("Try again in 3 s.") == true)
        first.end()
    }

    @Test func whateverLengthIsClaimedAllIsCounted() async throws {
        let (_, admission) = try Self.make(.init(initialWindow: 8))
        let pieces = try [
            await admission.admit(bytes: 1), await admission.admit(priority: .essential, bytes: .max),
            await admission.admit(priority: .essential, bytes: .max), await admission.admit(bytes: .max),
        ]
        for piece in pieces { piece.end() }
        #expect(admission.statistics.underWay == 0)
    }

    @Test func theBodysErrorIsThrownAndItsTicketEnds() async throws {
        struct Failure: Error {}
        let (_, admission) = try Self.make()
        await #expect(throws: Failure.self) { try await admission.withAdmission { throw Failure() } }
        #expect(admission.statistics.underWay == 0)
    }

    @Test func everybodyGetsAnAnswerAmongManyTasks() async throws {
        let (_, admission) = try Self.make(.init(initialWindow: 4, maximumWaiting: 100_000))
        let most = Guarded((now: 0, most: 0))
        await withTaskGroup { group in
            for number in 0..<10_000 {
                group.addTask {
                    let task = Task {
                        try await admission.withAdmission(priority: number.isMultiple(of: 7) ? .high : .normal) {
                            most.withLock {
                                $0.now += 1
                                $0.most = max($0.most, $0.now)
                            }
                            await Task.yield()
                            most.withLock { $0.now -= 1 }
                        }
                    }
                    if number.isMultiple(of: 11) { task.cancel() }
                    _ = await task.result
                }
            }
        }
        let statistics = admission.statistics
        #expect(statistics.underWay == 0)
        #expect(statistics.waiting == 0)
        #expect(statistics.admitted >= 9_000)
        #expect(most.withLock { $0.now } == 0)
    }

    @Test(arguments: [
        AdmissionController.Configuration(initialWindow: 0), .init(share: 0), .init(share: 1.1), .init(bodyBytes: 0),
        .init(unknownBodyBytes: -1), .init(maximumWait: .seconds(-1)), .init(maximumWaiting: -1),
        .init(retryAfter: .seconds(-1)), .init(retryAfter: .seconds(86_401)),
    ])
    func refusesSettingsThatMakeNoSense(configuration: AdmissionController.Configuration) {
        #expect(throws: MemoryTuningError.self) { try Self.make(configuration) }
    }
}
