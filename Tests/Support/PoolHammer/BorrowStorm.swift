internal import ObjectPools
internal import Randomness

/// Tasks that borrow from an asynchronous pool with bodies that wait, throw and reject, and give up at any moment.
public struct BorrowStorm: Sendable {
    public var tasks: Int
    public var borrows: Int

    public init(tasks: Int, borrows: Int) {
        self.tasks = tasks
        self.borrows = borrows
    }

    private struct Failure: Error {}

    /// - Returns: What went wrong, in words; empty if nothing did.
    public func run() async -> [String] {
        let findings = Findings()
        let census = Census()
        do {
            let pool = try AsyncObjectPool(
                name: "storm",
                configuration: .init(maximumCount: 3, maximumWaiting: 2 * tasks, maximumIdle: .milliseconds(5)),
                make: { Counted(census) },
                validate: { _ in
                    await Task.yield()
                    return true
                }
            )
            await withTaskGroup(of: Void.self) { group in
                for seed in 0..<tasks { group.addTask { await borrow(from: pool, seed: seed, findings: findings) } }
            }
            await pool.shutDown()
            let statistics = pool.statistics
            findings.expect(
                statistics.leased == 0 && statistics.retained == 0 && pool.waiting == 0
                    && statistics.news == statistics.discards.total,
                "objects or waiters are lost: \(statistics), \(pool.waiting) wait"
            )
        } catch {
            findings.expect(false, "\(error)")
        }
        return findings.all
    }

    @concurrent
    private func borrow(from pool: AsyncObjectPool<Counted>, seed: Int, findings: Findings) async {
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<borrows {
            let (fails, rejects, yields) = (random.chance(10), random.chance(10), random.chance(50))
            let timeout: Duration? = random.chance(40) ? .microseconds(Int.random(in: 0..<500, using: &random)) : nil
            let task = Task {
                try await pool.withObject(timeout: timeout) { object, keep in
                    findings.expect(object.take(), "an object was lent twice")
                    if yields { await Task.yield() }
                    object.leave()
                    keep = !rejects
                    if fails { throw Failure() }
                }
            }
            if random.chance(20) {
                if random.chance(50) { await Task.yield() }
                task.cancel()
            }
            if random.chance(1) { pool.reclaim() }
            guard case .failure(let error) = await task.result else { continue }
            let isExpected = error is CancellationError || error is Failure || (error as? PoolError)?.code == .timedOut
            findings.expect(isExpected, "\(error)")
        }
    }
}
