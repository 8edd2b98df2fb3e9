import PoolHammer
import Scheduling
import Synchronization
import Testing

@testable import ObjectPools

/// What threads do to each other's objects.
struct ThreadsTests {
    @Test func whatAThreadKeptIsFoundByOthersWhenItEnds() throws {
        let pool = try ObjectPool<Note>(name: "test", configuration: .test())
        onThread { pool.withObject { _ in } }
        #expect(pool.statistics.retained == 1)
        onThread { pool.withObject { _ in } }
        let statistics = pool.statistics
        #expect((statistics.gets, statistics.puts, statistics.news, statistics.retained) == (2, 2, 1, 1))
    }

    @Test func aLeaseMayBeGivenBackByAnotherThread() throws {
        let pool = try ObjectPool<Note>(name: "test", configuration: .test())
        for _ in 0..<3 {
            let box = Mutex<LeaseBox?>(LeaseBox(pool.borrow()))
            onThread { box.withLock { $0 = nil } }
        }
        let statistics = pool.statistics
        #expect((statistics.gets, statistics.puts, statistics.leased, statistics.retained) == (3, 3, 0, 1))
    }

    /// The objects of a thread that does nothing are taken without its help.
    @Test func reclaimTakesWhatIdleThreadsKeep() throws {
        let pool = try ObjectPool<Note>(name: "test", configuration: .test())
        let steps = Steps()
        onThreads([
            {
                pool.withObject { _ in }
                steps.open(1)
                steps.wait(for: 2)
            },
            {
                steps.wait(for: 1)
                #expect(pool.reclaim().objects == 1)
                #expect(pool.statistics.retained == 0)
                steps.open(2)
            },
        ])
        #expect(pool.statistics.discards.pressure == 1)
    }

    @Test func aThreadGoesOnAfterItsObjectsWereTaken() throws {
        let pool = try ObjectPool<Note>(name: "test", configuration: .test())
        let steps = Steps()
        onThreads([
            {
                pool.withObject { _ in }
                steps.open(1)
                steps.wait(for: 2)
                pool.withObject { _ in }
                pool.withObject { _ in }
            },
            {
                steps.wait(for: 1)
                pool.reclaim()
                steps.open(2)
            },
        ])
        #expect(pool.statistics.news == 2)
        #expect(pool.statistics.reuses == 1)
    }

    @Test func idleObjectsGoAfterTwoLooksAndUsedOnesStay() throws {
        let pool = try ObjectPool<Note>(name: "test", configuration: .test())
        let core = pool.engine.core
        var leases = LeaseStack()
        for _ in 0..<10 { leases.push(pool.borrow()) }
        while leases.pop() {}
        #expect(pool.statistics.retained == 10)
        _ = core.giveUpIdle()
        #expect(pool.statistics.retained == 10)
        // The thread uses its own; nobody uses the others.
        pool.withObject { _ in }
        _ = core.giveUpIdle()
        _ = core.giveUpIdle()
        #expect(pool.statistics.retained == PoolLocal.capacity)
        _ = core.giveUpIdle()
        #expect(pool.statistics.retained == 0)
        #expect(pool.statistics.discards.expired == 10)
    }

    @Test func idleObjectsGoByThemselves() throws {
        let pool = try ObjectPool<Note>(name: "test", configuration: .test(idleTime: .milliseconds(10)))
        pool.withObject { _ in }
        while pool.statistics.retained > 0 { onThread {} }
        #expect(pool.statistics.discards.expired == 1)
    }

    // MARK: The end of a pool

    @Test func aPoolThatEndsDestroysWhatIsIdle() throws {
        let census = Census()
        do {
            let pool = FactoryPool(name: "test") { Counted(census) }
            onThread { pool.withObject { _ in pool.withObject { _ in } } }
            pool.withObject { _ in }
            #expect(census.living == 2)
        }
        #expect(census.living == 0)
    }

    @Test(.timeLimit(.minutes(5))) func leasesThatOutliveTheirPoolAreDestroyedWhenTheyComeBack() async throws {
        let core = WeakReference()
        var first: LeaseBox?
        let second = Mutex<LeaseBox?>(nil)
        do {
            let pool = try ObjectPool<Note>(name: "test", configuration: .test())
            core.value = pool.engine.core
            pool.withObject { _ in }
            first = LeaseBox(pool.borrow())
            second.withLock { $0 = LeaseBox(pool.borrow()) }
        }
        // Who asks all pools meets it until the last lease is back.
        #expect(core.value?.statistics.gets == 3)
        #expect(core.value?.statistics.leased == 0)
        first = nil
        #expect(core.value?.statistics.leased == 0)
        // Another pool has the place in the threads' tables by now.
        let next = try ObjectPool<Note>(name: "next", configuration: .test())
        next.withObject { _ in }
        onThread { second.withLock { $0 = nil } }
        // Another test may be asking all pools just now, and holds it for that long.
        await until { core.value == nil }
        #expect(core.value == nil)
        #expect(next.statistics.retained == 1)
        _ = first
    }

    @Test func threadsThatOutliveAPoolUseTheNextOne() throws {
        for number in 0..<200 {
            let pool = try ObjectPool<Note>(name: "test \(number)", configuration: .test())
            pool.withObject { _ in pool.withObject { _ in } }
            #expect(pool.statistics.retained == 2)
        }
    }
}

private final class WeakReference {
    weak var value: PoolCore?
}
