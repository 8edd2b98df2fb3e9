import PoolHammer
import Testing

/// Nothing is handed out twice, nothing is lost, and the statistics add up to the last one.
@Suite(.serialized)
struct PoolHammerTests {
    @Test(arguments: [1, 2, 3, 5, 8, 16, 32, 64]) func addsUpAfterRandomUse(threads: Int) {
        for seed in 0..<10 {
            let hammer = PoolHammer(seed: UInt64(seed), threads: threads, operations: 6_000 / threads)
            #expect(hammer.run() == [])
        }
    }

    @Test(arguments: [1, 3]) func takesObjectsAwayWhileThreadsUseThem(users: Int) {
        #expect(TugOfWar(users: users, rounds: 20_000).run() == [])
    }

    @Test func borrowersGiveUpAtAnyMoment() async {
        #expect(await BorrowStorm(tasks: 16, borrows: 300).run() == [])
    }

    @Test func leasesChangeThreadsWithTheirTasks() async {
        #expect(await TaskHops(tasks: 20, hops: 500).run() == [])
    }
}
