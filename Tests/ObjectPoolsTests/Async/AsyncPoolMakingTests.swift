import Scheduling
import Testing

@testable import ObjectPools

struct AsyncPoolMakingTests {
    let sessions = Sessions()

    func pool(_ maximumCount: Int, gate: Gate? = nil) throws -> SessionPool {
        try SessionPool(
            name: "sessions",
            configuration: .init(maximumCount: maximumCount),
            make: { [sessions] in
                sessions.begin()
                await gate?.pass()
                return try sessions.finish()
            },
            dispose: { [sessions] in sessions.dispose($0) }
        )
    }

    @Test func whatTheFactoryThrowsIsKeptInTheError() async throws {
        let pool = try pool(1)
        sessions.fail(with: Failure(number: 3))
        let error = try await #require(throws: PoolError.self) { try await pool.withObject { _ in } }
        #expect(error.code == .factoryFailed)
        #expect(error.underlying as? Failure == Failure(number: 3))
        #expect(error.description.hasPrefix("pool 'sessions': no object could be made: Failure(number: 3); "))
        pool.expectAtRest()
    }

    @Test func afterAFailureTheNextBorrowerHasItsOwnMade() async throws {
        let pool = try pool(1)
        sessions.fail(with: Failure())
        #expect(await code { try await pool.withObject { _ in } } == .factoryFailed)
        #expect(try await pool.withObject { $0.number } == 1)
        pool.expectAtRest()
    }

    @Test func whenAFactoryThrowsItsPlaceGoesToTheNextWaiter() async throws {
        let gate = Gate()
        let pool = try pool(1, gate: gate)
        sessions.fail(with: Failure())
        let first = Task { try await pool.withObject { $0.number } }
        await until { pool.waiting == 1 }
        let second = Task { try await pool.withObject { $0.number } }
        await until { pool.waiting == 2 }
        gate.open()
        #expect(await code { _ = try await first.value } == .factoryFailed)
        #expect(try await second.value == 1)
        #expect(sessions.most == 1)
        pool.expectAtRest()
    }

    @Test func aFailureIsNotToldToAWaiterForWhomAnotherIsBeingMade() async throws {
        let gate = Gate()
        let pool = try pool(2, gate: gate)
        sessions.fail(with: Failure())
        let first = Task { try await pool.withObject { $0.number } }
        await until { pool.waiting == 1 && gate.arrivals == 1 }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        // One is being made, for whom it may concern: this borrower. No second one is made.
        let second = Task { try await pool.withObject { $0.number } }
        await until { pool.waiting == 1 }
        let third = Task { try await pool.withObject { $0.number } }
        await until { pool.waiting == 2 && gate.arrivals == 2 }
        third.cancel()
        await #expect(throws: CancellationError.self) { try await third.value }
        gate.open()
        #expect(try await second.value == 1)
        await until { pool.statistics.retained == 1 && sessions.existing == 1 }
        pool.expectAtRest()
    }

    @Test func anObjectMadeForACancelledBorrowerIsForTheNext() async throws {
        let gate = Gate()
        let pool = try pool(1, gate: gate)
        let first = Task { try await pool.withObject { _ in mustNotRun() } }
        await until { gate.arrivals == 1 }
        let second = Task { try await pool.withObject { $0.number } }
        await until { pool.waiting == 2 }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        gate.open()
        #expect(try await second.value == 1)
        #expect(sessions.made == 1)
        pool.expectAtRest()
    }

    @Test func anObjectMadeForNobodyAnyMoreStaysIdle() async throws {
        let gate = Gate()
        let pool = try pool(1, gate: gate)
        let first = Task { try await pool.withObject { _ in } }
        await until { gate.arrivals == 1 }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        gate.open()
        await until { pool.statistics.retained == 1 }
        #expect(try await pool.withObject { $0.number } == 1)
        pool.expectAtRest()
    }

    @Test func aBorrowerTimesOutWhileItsObjectIsBeingMade() async throws {
        let gate = Gate()
        let clock = ManualClock()
        let pool = try SessionPool(
            name: "sessions",
            configuration: .init(maximumCount: 1, clock: clock),
            make: { [sessions] in
                await gate.pass()
                return try sessions.make()
            }
        )
        let task = Task { try await pool.withObject(timeout: .seconds(1)) { _ in } }
        await until { gate.arrivals == 1 }
        clock.advance(by: .seconds(1))
        #expect(await code { try await task.value } == .timedOut)
        gate.open()
        #expect(try await pool.withObject { $0.number } == 1)
    }

    @Test func anObjectGivenBackIsNotKeptFromAWaiterForWhomOneIsBeingMade() async throws {
        let slow = Gate()
        let hold = Gate()
        let pool = try SessionPool(
            name: "sessions",
            configuration: .init(maximumCount: 2),
            make: { [sessions] in
                let session = try sessions.make()
                if session.number == 2 { await slow.pass() }
                return session
            }
        )
        let holder = Task { try await pool.withObject { _ in await hold.pass() } }
        await until { hold.arrivals == 1 }
        let waiter = Task { try await pool.withObject { $0.number } }
        await until { slow.arrivals == 1 }
        hold.open()
        #expect(try await waiter.value == 1)
        slow.open()
        try await holder.value
        await until { pool.statistics.retained == 2 }
        pool.expectAtRest()
    }

    @Test func neitherTaskLocalValuesNorCancellationReachTheFactory() async throws {
        let gate = Gate()
        let pool = try AsyncObjectPool(name: "values", configuration: .init(maximumCount: 1)) {
            await gate.pass()
            return (Request.$number.wrappedValue, Task.isCancelled)
        }
        let task = Request.$number.withValue(4) { Task { try await pool.withObject { _ in } } }
        await until { gate.arrivals == 1 }
        task.cancel()
        _ = await task.result
        gate.open()
        let (number, wasCancelled) = try await pool.withObject { $0 }
        #expect(number == 0)
        #expect(!wasCancelled)
    }

    private enum Request {
        @TaskLocal static var number = 0
    }
}
