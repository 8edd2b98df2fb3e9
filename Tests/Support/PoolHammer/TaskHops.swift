internal import ObjectPools

/// Tasks that keep a lease while they change threads. The compiler must find the thread's record anew after each `await`.
public struct TaskHops: Sendable {
    public var tasks: Int
    public var hops: Int

    public init(tasks: Int, hops: Int) {
        self.tasks = tasks
        self.hops = hops
    }

    /// - Returns: What went wrong, in words; empty if nothing did.
    public func run() async -> [String] {
        let findings = Findings()
        do {
            let pool = ObjectPool<Tracked>(name: "task hops")
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<tasks {
                    group.addTask { await hop(pool, findings: findings) }
                }
            }
            let statistics = pool.statistics
            findings.expect(
                statistics.gets == tasks * hops && statistics.leased == 0
                    && statistics.news == statistics.retained + statistics.discards.total
                    && Tracked.census.living == statistics.retained,
                "objects are lost or counted twice: \(Tracked.census.living) are alive, \(statistics)"
            )
        }
        findings.expect(Tracked.census.living == 0, "\(Tracked.census.living) objects are alive after the pool")
        return findings.all
    }

    @concurrent
    private func hop(_ pool: ObjectPool<Tracked>, findings: Findings) async {
        for _ in 0..<hops {
            var lease = pool.borrow()
            findings.expect(lease.withValue { $0.counted.take() }, "an object was lent twice")
            await Task.yield()
            lease.withValue { object in
                object.uses += 1
                object.counted.leave()
            }
            lease.end()
        }
    }
}
