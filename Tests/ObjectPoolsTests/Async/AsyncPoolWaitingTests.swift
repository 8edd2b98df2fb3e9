import Scheduling
import Synchronization
import Testing

@testable import ObjectPools

struct AsyncPoolWaitingTests {
    let sessions = Sessions()
    let clock = ManualClock()

    func pool(maximumCount: Int = 1, maximumWaiting: Int? = nil) throws -> SessionPool {
        try SessionPool(
            name: "sessions",
            configuration: .init(maximumCount: maximumCount, maximumWaiting: maximumWaiting, clock: clock),
            make: { [sessions] in try sessions.make() },
            dispose: { [sessions] in sessions.dispose($0) }
        )
    }

    /// A task that has borrowed an object and keeps it until the gate opens.
    func holder(of pool: SessionPool, until gate: Gate) async -> Task<Void, any Error> {
        let arrivals = gate.arrivals
        let task = Task { try await pool.withObject { _ in await gate.pass() } }
        await Scheduling.until { gate.arrivals > arrivals }
        return task
    }

    /// A task that waits for an object and then does something with it.
    func waiter(
        for pool: SessionPool,
        timeout: Duration? = nil,
        _ body: @escaping @Sendable (Session) async throws -> Void = { _ in }
    ) async -> Task<Void, any Error> {
        let waiting = pool.waiting
        let task = Task { try await pool.withObject(timeout: timeout) { try await body($0) } }
        await until { pool.waiting > waiting }
        return task
    }

    @Test func firstComeFirstServed() async throws {
        let pool = try pool()
        let gate = Gate()
        let holder = await holder(of: pool, until: gate)
        let order = Mutex<[Int]>([])
        var waiters: [Task<Void, any Error>] = []
        for number in 0..<50 {
            waiters.append(await waiter(for: pool) { _ in order.withLock { $0.append(number) } })
        }
        #expect(pool.waiting == 50)
        gate.open()
        for waiter in waiters { try await waiter.value }
        try await holder.value
        #expect(order.withLock { $0 } == Array(0..<50))
        #expect(sessions.made == 1)
        pool.expectAtRest()
    }

    @Test func anObjectGivenBackGoesToTheOldestWaiterAndNotToWhoComesThen() async throws {
        let pool = try pool()
        let executor = PausableExecutor()
        let gate = Gate()
        let holder = await holder(of: pool, until: gate)
        let waiter = Task(executorPreference: executor) { try await pool.withObject { $0.number } }
        await until { pool.waiting == 1 }
        executor.pause()
        gate.open()
        try await holder.value
        // The waiter has not run yet, but the object is its own.
        #expect(pool.statistics.leased == 1)
        #expect(await code { try await pool.withObject(timeout: .zero) { _ in } } == .timedOut)
        executor.resume()
        #expect(try await waiter.value == 1)
    }

    @Test func aCancelledWaiterLeavesAtOnce() async throws {
        let pool = try pool()
        let gate = Gate()
        let holder = await holder(of: pool, until: gate)
        let first = await waiter(for: pool) { _ in mustNotRun() }
        let second = await waiter(for: pool)
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        #expect(pool.waiting == 1)
        gate.open()
        try await second.value
        try await holder.value
        pool.expectAtRest()
    }

    @Test func anObjectHandedToAWaiterThatIsCancelledInThatMomentGoesBack() async throws {
        let pool = try pool()
        let executor = PausableExecutor()
        let gate = Gate()
        let holder = await holder(of: pool, until: gate)
        let waiter = Task(executorPreference: executor) {
            try await pool.withObject { _ in mustNotRun() }
        }
        await until { pool.waiting == 1 }
        executor.pause()
        gate.open()
        try await holder.value
        await until { executor.keptBack == 1 }
        let next = await self.waiter(for: pool)
        waiter.cancel()
        executor.resume()
        await #expect(throws: CancellationError.self) { try await waiter.value }
        try await next.value
        #expect(sessions.made == 1)
        #expect(pool.statistics.retained == 1)
        pool.expectAtRest()
    }

    @Test func aWaiterWhoseTimeIsUpLeavesAtOnce() async throws {
        let pool = try pool()
        let gate = Gate()
        let holder = await holder(of: pool, until: gate)
        let late = await waiter(for: pool, timeout: .seconds(5)) { _ in mustNotRun() }
        let patient = await waiter(for: pool, timeout: .seconds(6))
        clock.advance(by: .seconds(5))
        #expect(await code { try await late.value } == .timedOut)
        #expect(pool.waiting == 1)
        gate.open()
        try await patient.value
        try await holder.value
        pool.expectAtRest()
    }

    @Test func waitersTimeOutInTheOrderOfTheirDeadlines() async throws {
        let pool = try pool()
        let gate = Gate()
        let holder = await holder(of: pool, until: gate)
        var waiters: [Int: Task<Void, any Error>] = [:]
        for seconds in [8, 3, 9, 1, 5, 2, 7, 4, 6] {
            waiters[seconds] = await waiter(for: pool, timeout: .seconds(seconds))
        }
        for seconds in 1...9 {
            clock.advance(by: .seconds(1))
            #expect(await code { try await waiters[seconds]?.value } == .timedOut)
            #expect(pool.waiting == 9 - seconds)
        }
        gate.open()
        try await holder.value
    }

    @Test func allWaitersShareOneTimer() async throws {
        let pool = try pool()
        let gate = Gate()
        let holder = await holder(of: pool, until: gate)
        var waiters: [Task<Void, any Error>] = []
        for _ in 0..<100 { waiters.append(await waiter(for: pool, timeout: .seconds(5))) }
        await until { clock.sleepers > 0 }
        #expect(clock.sleepers == 1)
        waiters.append(await waiter(for: pool, timeout: .seconds(1)))
        gate.open()
        for waiter in waiters { try await waiter.value }
        try await holder.value
        await pool.shutDown()
        await until { clock.sleepers == 0 }
    }

    @Test func withATimeoutOfZeroAnObjectMustBeAtHand() async throws {
        let pool = try pool()
        let gate = Gate()
        #expect(await code { try await pool.withObject(timeout: .zero) { _ in } } == .timedOut)
        // It was made for the next borrower.
        await until { pool.statistics.retained == 1 }
        #expect(try await pool.withObject(timeout: .zero) { $0.number } == 1)
        let holder = await holder(of: pool, until: gate)
        #expect(await code { try await pool.withObject(timeout: .seconds(-1)) { _ in } } == .timedOut)
        gate.open()
        try await holder.value
        pool.expectAtRest()
    }

    @Test(arguments: [.seconds(Int64.max), .seconds(Int64.max) * 10, .seconds(1 << 40)] as [Duration])
    func aTimeoutOfAgesIsNoTimeout(timeout: Duration) async throws {
        let pool = try SessionPool(
            name: "sessions",
            configuration: .init(maximumCount: 1),
            make: { [sessions] in try sessions.make() }
        )
        let gate = Gate()
        let holder = await holder(of: pool, until: gate)
        let waiter = await waiter(for: pool, timeout: timeout)
        gate.open()
        try await waiter.value
        try await holder.value
        await pool.shutDown()
    }

    @Test func aTimeoutOfDaysIsKept() async throws {
        let pool = try pool()
        let gate = Gate()
        let holder = await holder(of: pool, until: gate)
        let waiter = await waiter(for: pool, timeout: .seconds(3 * 86_400))
        for _ in 0..<71 { clock.advance(by: .seconds(3_600)) }
        #expect(pool.waiting == 1)
        clock.advance(by: .seconds(3_600))
        #expect(await code { try await waiter.value } == .timedOut)
        gate.open()
        try await holder.value
    }

    @Test func onlySoManyMayWait() async throws {
        let pool = try pool(maximumCount: 2, maximumWaiting: 3)
        let gate = Gate()
        let first = await holder(of: pool, until: gate)
        let second = await holder(of: pool, until: gate)
        var waiters: [Task<Void, any Error>] = []
        for _ in 0..<3 { waiters.append(await waiter(for: pool)) }
        #expect(await code { try await pool.withObject { _ in } } == .tooManyWaiting)
        waiters.removeLast().cancel()
        await until { pool.waiting == 2 }
        waiters.append(await waiter(for: pool))
        #expect(await code { try await pool.withObject { _ in } } == .tooManyWaiting)
        gate.open()
        for waiter in waiters { try await waiter.value }
        try await first.value
        try await second.value
        pool.expectAtRest()
    }

    @Test func whoseObjectIsBeingMadeIsNotInLine() async throws {
        let pool = try pool(maximumCount: 4, maximumWaiting: 0)
        try await pool.borrowTogether(4)
        let gate = Gate()
        var holders: [Task<Void, any Error>] = []
        for _ in 0..<4 { holders.append(await holder(of: pool, until: gate)) }
        #expect(await code { try await pool.withObject { _ in } } == .tooManyWaiting)
        gate.open()
        for holder in holders { try await holder.value }
    }
}
