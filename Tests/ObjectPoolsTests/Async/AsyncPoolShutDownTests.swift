import Scheduling
import Testing

@testable import ObjectPools

struct AsyncPoolShutDownTests {
    let sessions = Sessions()

    func pool(_ maximumCount: Int) throws -> SessionPool {
        try SessionPool(
            name: "sessions",
            configuration: .init(maximumCount: maximumCount),
            make: { [sessions] in try sessions.make() },
            dispose: { [sessions] in sessions.dispose($0) }
        )
    }

    @Test func idleObjectsAreGoneWhenShutDownReturns() async throws {
        let pool = try pool(3)
        try await pool.borrowTogether(3)
        await pool.shutDown()
        #expect(sessions.existing == 0)
        #expect(pool.statistics.discards.drained == 3)
        pool.expectAtRest()
    }

    @Test func laterBorrowersAreRefused() async throws {
        let pool = try pool(1)
        try await pool.withObject { _ in }
        await pool.shutDown()
        #expect(await code { try await pool.withObject { _ in } } == .shutDown)
        #expect(await code { try await pool.withObject(timeout: .zero) { _, _ in } } == .shutDown)
        #expect(sessions.made == 1)
    }

    @Test func waitersAreRefusedAndLentObjectsAreDisposedOfWhenTheyComeBack() async throws {
        let pool = try pool(1)
        let gate = Gate()
        let holder = Task {
            try await pool.withObject { session in
                session.begin()
                await gate.pass()
                session.end()
            }
        }
        await until { gate.arrivals == 1 }
        let waiters = (0..<20).map { _ in Task { try await pool.withObject(timeout: .seconds(100_000)) { _ in } } }
        await until { pool.waiting == 20 }
        let end = Task { await pool.shutDown() }
        for waiter in waiters { #expect(await code { try await waiter.value } == .shutDown) }
        #expect(pool.waiting == 0)
        #expect(sessions.existing == 1)
        gate.open()
        await end.value
        #expect(sessions.existing == 0)
        try await holder.value
        #expect(pool.statistics.discards.drained == 1)
        pool.expectAtRest()
    }

    @Test func aTaskThatIsCancelledDoesNotWaitForTheEnd() async throws {
        let pool = try pool(1)
        let gate = Gate()
        let holder = Task { try await pool.withObject { _ in await gate.pass() } }
        await until { gate.arrivals == 1 }
        let end = Task { await pool.shutDown() }
        await until { pool.core.isShutDown }
        end.cancel()
        await end.value
        #expect(sessions.existing == 1)
        gate.open()
        try await holder.value
        await until { sessions.existing == 0 }
        pool.expectAtRest()
    }

    @Test func manyMayShutDownAndAllWaitForTheEnd() async throws {
        let pool = try pool(1)
        let gate = Gate()
        let holder = Task { try await pool.withObject { _ in await gate.pass() } }
        await until { gate.arrivals == 1 }
        let ends = (0..<10).map { _ in
            Task { [sessions] in
                await pool.shutDown()
                return sessions.existing
            }
        }
        gate.open()
        for end in ends { #expect(await end.value == 0) }
        try await holder.value
        await pool.shutDown()
    }

    @Test func anObjectThatIsBeingMadeIsCancelledAndDisposedOf() async throws {
        let gate = Gate()
        let pool = try SessionPool(
            name: "sessions",
            configuration: .init(maximumCount: 1),
            make: { [sessions] in
                await gate.pass()
                while !Task.isCancelled { await Task.yield() }
                return try sessions.make()
            },
            dispose: { [sessions] in sessions.dispose($0) }
        )
        let waiter = Task { try await pool.withObject { _ in } }
        await until { gate.arrivals == 1 }
        gate.open()
        await pool.shutDown()
        #expect(await code { try await waiter.value } == .shutDown)
        #expect(sessions.made == 1)
        #expect(sessions.existing == 0)
        #expect(pool.statistics.news == 1)
        #expect(pool.statistics.discards.drained == 1)
    }

    @Test func anObjectThatIsBeingValidatedIsCancelledAndDisposedOf() async throws {
        let gate = Gate()
        let pool = try SessionPool(
            name: "sessions",
            configuration: .init(maximumCount: 1),
            make: { [sessions] in try sessions.make() },
            validate: { _ in
                await gate.pass()
                while !Task.isCancelled { await Task.yield() }
                return true
            },
            dispose: { [sessions] in sessions.dispose($0) }
        )
        try await pool.withObject { _ in }
        let waiter = Task { try await pool.withObject { _ in } }
        await until { gate.arrivals == 1 }
        gate.open()
        await pool.shutDown()
        #expect(await code { try await waiter.value } == .shutDown)
        #expect(sessions.existing == 0)
        #expect(pool.statistics.discards.drained == 1)
    }

    @Test func aPoolThatNeverMadeAnythingEndsAtOnce() async throws {
        let pool = try pool(1)
        await pool.shutDown()
        #expect(pool.statistics.news == 0)
    }
}
