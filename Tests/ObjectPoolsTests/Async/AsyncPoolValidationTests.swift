import Scheduling
import Synchronization
import Testing

@testable import ObjectPools

struct AsyncPoolValidationTests {
    let sessions = Sessions()
    let unfit = Unfit()

    /// The sessions that do not pass, and who was asked about.
    final class Unfit: Sendable {
        private let state = Mutex<(numbers: Set<Int>, asked: [Int])>(([], []))

        var asked: [Int] { state.withLock { $0.asked } }

        func insert(_ numbers: Int...) {
            state.withLock { $0.numbers.formUnion(numbers) }
        }

        func isFit(_ session: Session) -> Bool {
            state.withLock { state in
                state.asked.append(session.number)
                return !state.numbers.contains(session.number)
            }
        }
    }

    func pool(_ maximumCount: Int, clock: ManualClock = ManualClock(), gate: Gate? = nil) throws -> SessionPool {
        try SessionPool(
            name: "sessions",
            configuration: .init(maximumCount: maximumCount, clock: clock),
            make: { [sessions] in try sessions.make() },
            validate: { [unfit] session in
                session.begin()
                await gate?.pass()
                session.end()
                return unfit.isFit(session)
            },
            dispose: { [sessions] in sessions.dispose($0) }
        )
    }

    @Test func anIdleObjectIsValidatedBeforeItIsLent() async throws {
        let pool = try pool(1)
        try await pool.withObject { _ in }
        #expect(unfit.asked.isEmpty, "a new object need not be validated")
        try await pool.withObject { _ in }
        try await pool.withObject { _ in }
        #expect(unfit.asked == [1, 1])
        pool.expectAtRest()
    }

    @Test func anUnfitObjectIsGivenUpAndAnotherLent() async throws {
        let pool = try pool(3)
        try await pool.borrowTogether(3)
        unfit.insert(1, 2, 3)
        #expect(try await pool.withObject { $0.number } == 4)
        await until { sessions.existing == 1 }
        #expect(sessions.disposed.sorted() == [1, 2, 3])
        #expect(pool.statistics.discards.invalid == 3)
        #expect(sessions.most == 3)
        pool.expectAtRest()
    }

    @Test func ifOneIsUnfitTheNextIdleOneIsTaken() async throws {
        let pool = try pool(2)
        try await pool.borrowTogether(2)
        let last = try await pool.withObject { $0.number }
        unfit.insert(last)
        #expect(try await pool.withObject { $0.number } == 3 - last)
        #expect(sessions.made == 2)
        pool.expectAtRest()
    }

    @Test func manyUnfitObjectsAreNotValidatedWithinOneAnother() async throws {
        let pool = try pool(5_000)
        try await pool.borrowTogether(5_000)
        unfit.insert(1)
        for number in 2...5_000 { unfit.insert(number) }
        #expect(try await pool.withObject { $0.number } == 5_001)
        pool.expectAtRest()
    }

    @Test func anObjectHandedOnIsNotValidated() async throws {
        let pool = try pool(1)
        let gate = Gate()
        let holder = Task { try await pool.withObject { _ in await gate.pass() } }
        await until { gate.arrivals == 1 }
        let waiter = Task { try await pool.withObject { $0.number } }
        await until { pool.waiting == 1 }
        gate.open()
        #expect(try await waiter.value == 1)
        try await holder.value
        #expect(unfit.asked.isEmpty)
    }

    @Test func anObjectWhoseBodyThrewIsValidatedBeforeItIsHandedOn() async throws {
        let pool = try pool(1)
        let gate = Gate()
        let holder = Task {
            try await pool.withObject { _ in
                await gate.pass()
                throw Failure()
            }
        }
        await until { gate.arrivals == 1 }
        let waiter = Task { try await pool.withObject { $0.number } }
        await until { pool.waiting == 1 }
        unfit.insert(1)
        gate.open()
        await #expect(throws: Failure.self) { try await holder.value }
        #expect(try await waiter.value == 2)
        #expect(unfit.asked == [1])
        #expect(sessions.disposed == [1])
        pool.expectAtRest()
    }

    @Test func anObjectWhoseBodyThrewIsKeptIfItIsFit() async throws {
        let pool = try pool(1)
        await #expect(throws: Failure.self) { try await pool.withObject { _ in throw Failure() } }
        #expect(try await pool.withObject { $0.number } == 1)
        #expect(unfit.asked == [1])
        pool.expectAtRest()
    }

    @Test func aBorrowerIsCancelledWhileItsObjectIsValidatedAndTheNextGetsThat() async throws {
        let gate = Gate()
        let pool = try pool(1, gate: gate)
        try await pool.withObject { _ in }
        let first = Task { try await pool.withObject { _ in mustNotRun() } }
        await until { gate.arrivals == 1 }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        #expect(pool.statistics.retained == 1)
        let second = Task { try await pool.withObject { $0.number } }
        await until { pool.waiting == 1 }
        gate.open()
        #expect(try await second.value == 1)
        #expect(unfit.asked == [1])
        pool.expectAtRest()
    }

    @Test func aBorrowerTimesOutWhileItsObjectIsValidated() async throws {
        let gate = Gate()
        let clock = ManualClock()
        let pool = try pool(1, clock: clock, gate: gate)
        try await pool.withObject { _ in }
        let task = Task { try await pool.withObject(timeout: .seconds(1)) { _ in } }
        await until { gate.arrivals == 1 }
        clock.advance(by: .seconds(1))
        #expect(await code { try await task.value } == .timedOut)
        gate.open()
        #expect(try await pool.withObject { $0.number } == 1)
        pool.expectAtRest()
    }
}
