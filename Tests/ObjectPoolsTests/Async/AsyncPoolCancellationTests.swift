import Randomness
import Scheduling
import Testing

@testable import ObjectPools

struct AsyncPoolCancellationTests {
    /// Every borrower is cancelled at a random moment: before it waits, while it does, when it is served, or later.
    @Test func aHundredThousandCancelledBorrowsLoseNothing() async throws {
        let sessions = Sessions()
        let pool = try SessionPool(
            name: "sessions",
            configuration: .init(maximumCount: 3),
            make: {
                let session = try sessions.make()
                await Task.yield()
                return session
            },
            dispose: { sessions.dispose($0) }
        )
        let ends = await withTaskGroup(of: Int.self) { group in
            for seed in 0..<4 {
                group.addTask { await cancelBorrowers(of: pool, rounds: 250, seed: seed) }
            }
            return await group.reduce(0, +)
        }

        #expect(ends == 100_000)
        #expect(pool.waiting == 0)
        // One may still be in the making, for nobody.
        await until { pool.statistics.retained + pool.statistics.discards.total == sessions.made }
        pool.expectAtRest()
        #expect(sessions.most <= 3)
        try await pool.borrowTogether(3)
        pool.expectAtRest()
        await pool.shutDown()
        #expect(sessions.existing == 0)
    }

    /// Starts a hundred borrowers in each round, cancels them in some order, and waits for their ends.
    private func cancelBorrowers(of pool: SessionPool, rounds: Int, seed: Int) async -> Int {
        var random = SeededGenerator(seed: UInt64(seed))
        var ends = 0
        for _ in 0..<rounds {
            let borrowers = (0..<100).map { number in
                Task {
                    try await pool.withObject(timeout: number % 2 == 0 ? .seconds(100_000) : nil) { session in
                        session.begin()
                        if number % 3 == 0 { await Task.yield() }
                        session.end()
                    }
                }
            }
            for borrower in borrowers.shuffled(using: &random) {
                if random.chance(20) { await Task.yield() }
                borrower.cancel()
            }
            for borrower in borrowers {
                if case .failure(let error) = await borrower.result { #expect(error is CancellationError) }
                ends += 1
            }
        }
        return ends
    }
}
