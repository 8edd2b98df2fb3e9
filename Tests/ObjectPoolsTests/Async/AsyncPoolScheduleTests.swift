import Randomness
import Scheduling
import Testing

@testable import ObjectPools

/// Random borrowers, failures and housekeeping at once, on real threads.
struct AsyncPoolScheduleTests {
    let sessions = Sessions()
    let clock = ManualClock()

    @Test(arguments: 0..<12)
    func nothingIsLentTwiceAndNeverAreThereTooMany(seed: Int) async throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let maximumCount = Int.random(in: 1...5, using: &random)
        let pool = try pool(maximumCount, seed: seed, using: &random)

        await withTaskGroup(of: Void.self) { group in
            for number in 0..<16 {
                group.addTask { await borrow(from: pool, times: 150, seed: seed << 8 + number) }
            }
            group.addTask { await keepHouse(of: pool, times: 300, seed: seed << 8 + 255) }
        }

        await until { sessions.existing == pool.statistics.retained }
        pool.expectAtRest("seed \(seed)")
        #expect(sessions.most <= maximumCount, "seed \(seed)")
        #expect(pool.statistics.news == sessions.made, "seed \(seed)")

        // All places are there, none was lost.
        sessions.forgetFailures()
        try await pool.borrowTogether(maximumCount)
        await pool.shutDown()
        #expect(sessions.existing == 0, "seed \(seed)")
        #expect(pool.statistics.news == pool.statistics.discards.total, "seed \(seed)")
    }

    @Test(arguments: 0..<12)
    func everyBorrowerComesToAnEndWhenThePoolDoes(seed: Int) async throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let maximumCount = Int.random(in: 1...5, using: &random)
        let pool = try pool(maximumCount, seed: seed, using: &random)
        let borrows = Int.random(in: 1...60, using: &random)

        let halfway = Gate()

        await withTaskGroup(of: Void.self) { group in
            for number in 0..<16 {
                group.addTask {
                    await borrow(from: pool, times: borrows, seed: seed << 8 + number)
                    await halfway.pass()
                    await borrow(from: pool, times: borrows, seed: seed << 8 + number + 16)
                }
            }
            group.addTask {
                await until { halfway.arrivals > 8 }
                halfway.open()
                await pool.shutDown()
                #expect(sessions.existing == 0, "seed \(seed)")
            }
            // Whoever waits for the clock goes on.
            group.addTask { await keepHouse(of: pool, times: 100, seed: seed << 8 + 255) }
        }

        pool.expectAtRest("seed \(seed)")
        #expect(sessions.most <= maximumCount, "seed \(seed)")
        #expect(sessions.existing == 0, "seed \(seed)")
        #expect(pool.statistics.news == sessions.made, "seed \(seed)")
    }

    private func pool(
        _ maximumCount: Int,
        seed: Int,
        using random: inout SeededGenerator
    ) throws -> SessionPool {
        let pauses = random.chance(50)
        let validate: @Sendable (Session) async -> Bool = { session in
            session.begin()
            if pauses { await Task.yield() }
            session.end()
            return session.number % 7 != seed % 7
        }
        return try SessionPool(
            name: "sessions",
            configuration: .init(
                maximumCount: maximumCount,
                maximumWaiting: random.chance(30) ? 4 : nil,
                maximumAge: random.chance(50) ? .seconds(20) : nil,
                maximumIdle: random.chance(50) ? .seconds(5) : nil,
                clock: clock
            ),
            make: { [sessions] in
                sessions.begin()
                if pauses { await Task.yield() }
                return try sessions.finish()
            },
            validate: random.chance(50) ? validate : nil,
            dispose: { [sessions] session in
                if pauses { await Task.yield() }
                sessions.dispose(session)
            }
        )
    }

    /// Borrows again and again, with bodies that wait, throw and reject, and is cancelled and refused now and then.
    private func borrow(from pool: SessionPool, times: Int, seed: Int) async {
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<times {
            if random.chance(5) { sessions.fail(with: Failure()) }
            let timeout: Duration? = random.chance(40) ? .seconds(Int.random(in: 0..<4, using: &random)) : nil
            let yields = Int.random(in: 0..<3, using: &random)
            let throwsAfterwards = random.chance(10)
            let keeps = !random.chance(10)
            let task = Task {
                try await pool.withObject(timeout: timeout) { session, keep in
                    session.begin()
                    for _ in 0..<yields { await Task.yield() }
                    session.end()
                    keep = keeps
                    if throwsAfterwards { throw Failure() }
                }
            }
            if random.chance(20) {
                if random.chance(50) { await Task.yield() }
                task.cancel()
            }
            guard case .failure(let error) = await task.result else { continue }
            #expect(error is CancellationError || error is PoolError || error is Failure, "\(error)")
            guard let code = (error as? PoolError)?.code else { continue }
            #expect([.timedOut, .tooManyWaiting, .factoryFailed, .shutDown].contains(code))
        }
    }

    /// Gives up objects and lets time pass.
    private func keepHouse(of pool: SessionPool, times: Int, seed: Int) async {
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<times {
            switch Int.random(in: 0..<20, using: &random) {
            case 0: pool.drain()
            case 1: pool.reclaim()
            case 2: pool.evictExpired()
            case 3..<10: clock.advance(by: .milliseconds(Int.random(in: 1...2_000, using: &random)))
            default: break
            }
            await Task.yield()
        }
    }
}
