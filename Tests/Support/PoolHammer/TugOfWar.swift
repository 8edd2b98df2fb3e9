internal import ObjectPools
internal import Synchronization

/// Takes objects away from threads that do nothing but use theirs: the handshake between the two, over and over.
public struct TugOfWar: Sendable {
    public var users: Int
    public var rounds: Int

    public init(users: Int, rounds: Int) {
        self.users = users
        self.rounds = rounds
    }

    /// - Returns: What went wrong, in words; empty if nothing did.
    public func run() -> [String] {
        let findings = Findings()
        do {
            let pool = ObjectPool<Tracked>(name: "tug of war")
            let over = Flag()
            let use: @Sendable () -> Void = {
                var uses = 0
                // Several at once, so that some lie idle while others are in use.
                func use(depth: Int) {
                    pool.withObject { object in
                        findings.expect(object.counted.take(), "an object was lent twice")
                        object.uses += 1
                        uses += 1
                        if depth > 1 { use(depth: depth - 1) }
                        object.counted.leave()
                    }
                }
                while !over.isSet { use(depth: 4) }
                findings.add(gets: uses, puts: uses)
            }
            let takeAway: @Sendable () -> Void = {
                for round in 0..<self.rounds {
                    if round % 3 == 0 { pool.drain() } else { pool.reclaim() }
                }
                over.set()
            }
            onThreads(Array(repeating: use, count: users) + [takeAway])
            let statistics = pool.statistics
            findings.expect(
                statistics.news == statistics.retained + statistics.leased + statistics.discards.total
                    && statistics.gets == findings.gets && statistics.puts == findings.puts
                    && Tracked.census.living == statistics.retained,
                "objects are lost or counted twice: \(Tracked.census.living) are alive, \(statistics)"
            )
        }
        findings.expect(Tracked.census.living == 0, "\(Tracked.census.living) objects are alive after the pool")
        return findings.all.map { "\(users) users: \($0)" }
    }
}

/// Set once.
private final class Flag: Sendable {
    private let value = Atomic<Bool>(false)

    var isSet: Bool { value.load(ordering: .relaxed) }

    func set() { value.store(true, ordering: .relaxed) }
}
