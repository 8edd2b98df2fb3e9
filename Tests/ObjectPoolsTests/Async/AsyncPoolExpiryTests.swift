import Scheduling
import Testing

@testable import ObjectPools

struct AsyncPoolExpiryTests {
    let sessions = Sessions()
    let clock = ManualClock()

    func pool(_ maximumCount: Int = 4, age: Duration? = nil, idle: Duration? = nil) throws -> SessionPool {
        try SessionPool(
            name: "sessions",
            configuration: .init(maximumCount: maximumCount, maximumAge: age, maximumIdle: idle, clock: clock),
            make: { [sessions] in try sessions.make() },
            dispose: { [sessions] in sessions.dispose($0) }
        )
    }

    @Test func anObjectThatWasIdleForTooLongIsNotLent() async throws {
        let pool = try pool(idle: .seconds(10))
        try await pool.withObject { _ in }
        clock.advance(by: .seconds(9))
        #expect(try await pool.withObject { $0.number } == 1)
        clock.advance(by: .seconds(9))
        #expect(try await pool.withObject { $0.number } == 1)
        clock.advance(by: .seconds(10))
        #expect(try await pool.withObject { $0.number } == 2)
        #expect(pool.statistics.discards.expired == 1)
        await until { sessions.disposed == [1] }
        pool.expectAtRest()
    }

    @Test func anObjectThatIsTooOldIsNotLent() async throws {
        let pool = try pool(age: .seconds(10))
        try await pool.withObject { _ in }
        clock.advance(by: .seconds(9))
        #expect(try await pool.withObject { $0.number } == 1)
        clock.advance(by: .seconds(1))
        #expect(try await pool.withObject { $0.number } == 2)
        #expect(pool.statistics.discards.expired == 1)
        pool.expectAtRest()
    }

    @Test func anObjectThatGrewTooOldInUseIsNotKept() async throws {
        let pool = try pool(age: .seconds(10))
        try await pool.withObject { _ in clock.advance(by: .seconds(10)) }
        #expect(pool.statistics.retained == 0)
        #expect(pool.statistics.discards.expired == 1)
        await until { sessions.disposed == [1] }
    }

    @Test func anObjectThatGrewTooOldInUseIsNotHandedOn() async throws {
        let pool = try pool(1, age: .seconds(10))
        let gate = Gate()
        let holder = Task { try await pool.withObject { _ in await gate.pass() } }
        await until { gate.arrivals == 1 }
        let waiter = Task { try await pool.withObject { $0.number } }
        await until { pool.waiting == 1 }
        clock.advance(by: .seconds(10))
        gate.open()
        #expect(try await waiter.value == 2)
        try await holder.value
        #expect(sessions.most == 1)
        pool.expectAtRest()
    }

    @Test func timeInUseIsNotIdleTime() async throws {
        let pool = try pool(idle: .seconds(10))
        try await pool.withObject { _ in clock.advance(by: .seconds(60)) }
        #expect(try await pool.withObject { $0.number } == 1)
    }

    @Test func evictingGivesUpWhatExpiredAndNothingElse() async throws {
        let pool = try pool(idle: .seconds(10))
        try await pool.borrowTogether(3)
        #expect(pool.evictExpired().objects == 0)
        clock.advance(by: .seconds(5))
        let used = try await pool.withObject { $0.number }
        clock.advance(by: .seconds(5))
        #expect(pool.evictExpired().objects == 2)
        #expect(pool.statistics.retained == 1)
        #expect(pool.statistics.discards.expired == 2)
        #expect(try await pool.withObject { $0.number } == used)
        await until { sessions.existing == 1 }
        pool.expectAtRest()
    }

    @Test func reclaimingGivesUpAllIdleObjectsForPressure() async throws {
        let pool = try pool()
        try await pool.borrowTogether(3)
        try await pool.withObject { session in
            #expect(pool.reclaim().objects == 2)
            #expect(!session.isDisposed)
        }
        #expect(pool.statistics.discards.pressure == 2)
        #expect(pool.statistics.retained == 1)
        #expect(pool.reclaim().objects == 1)
        await until { sessions.existing == 0 }
        pool.expectAtRest()
    }

    @Test func drainingGivesUpAllIdleObjectsAndThePoolGoesOn() async throws {
        let pool = try pool()
        try await pool.borrowTogether(2)
        #expect(pool.drain().objects == 2)
        #expect(pool.drain().objects == 0)
        #expect(pool.statistics.discards.drained == 2)
        #expect(try await pool.withObject { $0.number } == 3)
        await until { sessions.existing == 1 }
        pool.expectAtRest()
    }

    @Test func aPlaceIsFreeOnlyAfterTheDisposal() async throws {
        let gate = Gate()
        let pool = try SessionPool(
            name: "sessions",
            configuration: .init(maximumCount: 1, clock: clock),
            make: { [sessions] in try sessions.make() },
            dispose: { [sessions] session in
                await gate.pass()
                sessions.dispose(session)
            }
        )
        try await pool.withObject { _, keep in keep = false }
        await until { gate.arrivals == 1 }
        let waiter = Task { try await pool.withObject { $0.number } }
        await until { pool.waiting == 1 }
        #expect(sessions.made == 1)
        gate.open()
        #expect(try await waiter.value == 2)
        #expect(sessions.most == 1)
        pool.expectAtRest()
    }
}
