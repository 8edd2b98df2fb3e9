internal import Foundation
internal import ObjectPools

/// Uses a pool from many threads at random, and looks whether all adds up in the end.
///
/// Threads take and give back, nest, keep leases, hand them to each other, end, and begin; meanwhile others drain, reclaim,
/// look for idle objects, and read statistics. The pool itself ends, in half of the runs before the last leases do.
public struct PoolHammer: Sendable {
    public var seed: UInt64
    public var threads: Int
    public var operations: Int

    public init(seed: UInt64, threads: Int, operations: Int) {
        self.seed = seed
        self.threads = threads
        self.operations = operations
    }

    /// - Returns: What went wrong, in words; empty if nothing did.
    public func run() -> [String] {
        let findings = Findings()
        let mailbox = Mailbox()
        var pool: ObjectPool<Tracked>? = makePool()
        if let pool {
            // In waves, so that threads end while others are at it.
            for wave in 0..<3 {
                onThreads(
                    (0..<threads).map { thread in
                        {
                            let seed = self.seed &* 1_000_003 &+ UInt64(wave * 1000 + thread)
                            HammerThread(pool: pool, mailbox: mailbox, findings: findings, seed: seed)
                                .run(operations: self.operations)
                        }
                    }
                )
            }
            check(pool, mailbox: mailbox, findings: findings)
        }
        let outlives = seed % 2 == 0
        if !outlives { mailbox.empty() }
        pool = nil
        onThread { mailbox.empty() }
        findings.expect(Tracked.census.living == 0, "\(Tracked.census.living) objects are alive after the pool")
        return findings.all.map { "seed \(seed), \(threads) threads: \($0)" }
    }

    /// Small budgets, so that they overflow.
    private var maximumCount: Int { [0, 1, 9, 64, 200][Int(seed % 5)] }

    private func makePool() -> ObjectPool<Tracked> {
        var configuration = PoolConfiguration(bypass: seed % 3 == 0 ? .automatic : .never, leaseSampling: 4)
        let retention = try? PoolRetention(
            maximumCount: maximumCount,
            maximumBytes: [2_000, 1 << 20][Int(seed % 2)],
            maximumObjectBytes: 400,
            idleTime: seed % 7 == 0 ? .milliseconds(4) : nil
        )
        if let retention { configuration.retention = retention }
        return ObjectPool(name: "hammer", configuration: configuration)
    }

    /// What the pool says, and how many objects live, when both agree; what they say at last if they never do. A pool that
    /// looks for idle objects by itself may be at it just now.
    private func settled(_ pool: ObjectPool<Tracked>) -> (statistics: PoolStatistics, living: Int) {
        var looks = 0
        while true {
            let (statistics, living) = (pool.statistics, Tracked.census.living)
            let isSettled =
                living == statistics.retained + statistics.leased
                && living == statistics.news - statistics.discards.total
            looks += 1
            if isSettled || looks == 5_000 { return (statistics, living) }
            usleep(1_000)
        }
    }

    private func check(_ pool: ObjectPool<Tracked>, mailbox: Mailbox, findings: Findings) {
        let (statistics, living) = settled(pool)
        findings.expect(
            statistics.news == statistics.retained + statistics.leased + statistics.discards.total,
            "objects are lost or counted twice: \(statistics)"
        )
        findings.expect(statistics.leased == mailbox.count, "\(mailbox.count) leases are out, not \(statistics.leased)")
        findings.expect(statistics.gets == findings.gets, "\(findings.gets) gets, not \(statistics.gets)")
        findings.expect(statistics.puts == findings.puts, "\(findings.puts) puts, not \(statistics.puts)")
        findings.expect(
            statistics.retained <= maximumCount,
            "\(statistics.retained) objects kept, more than \(maximumCount)"
        )
        findings.expect(
            living == statistics.retained + statistics.leased,
            "\(living) objects are alive: \(statistics)"
        )
        let tickets = pool.outstanding(longerThan: .zero).count
        findings.expect(tickets <= statistics.leased, "\(tickets) sampled leases of \(statistics.leased)")
    }
}
