import Testing

@testable import ObjectPools

struct ObjectPoolTests {
    private struct Trouble: Error {}

    @Test func givesTheSameObjectAgainAsGoodAsNew() throws {
        let pool = try ObjectPool<Note>(name: "test", configuration: .test())
        pool.withObject { $0.text.append(7) }
        pool.withObject { note in
            #expect(note.text.isEmpty)
            #expect(note.resets == 1)
            #expect(note.text.capacity > 0)
        }
        #expect(pool.statistics.news == 1)
    }

    @Test func countsReusesAsGetsLessNews() throws {
        let pool = try ObjectPool<Note>(name: "test", configuration: .test())
        var leases = LeaseStack()
        for _ in 0..<100 { leases.push(pool.borrow()) }
        leases.pop()
        leases.push(pool.borrow())
        let statistics = pool.statistics
        #expect(statistics.gets == 101)
        #expect(statistics.news == 100)
        #expect(statistics.reuses == 1)
        #expect(statistics.leased == 100)
        #expect(statistics.reuseRate == 100.0 / 101)
    }

    @Test func givesBackWhenTheBodyThrows() throws {
        let pool = try ObjectPool<Note>(name: "test", configuration: .test())
        #expect(throws: Trouble.self) {
            try pool.withObject { _ in throw Trouble() }
        }
        #expect(throws: Trouble.self) {
            try pool.withObject { _ in throw Trouble() }
        }
        let statistics = pool.statistics
        #expect((statistics.gets, statistics.puts, statistics.news, statistics.retained) == (2, 2, 1, 1))
    }

    @Test func nestedUsesHaveDifferentObjects() throws {
        let pool = try ObjectPool<Note>(name: "test", configuration: .test())
        for _ in 0..<2 {
            pool.withObject { outer in
                outer.text = [1]
                pool.withObject { $0.text = [2] }
                #expect(outer.text == [1])
            }
        }
        #expect(pool.statistics.news == 2)
        #expect(pool.statistics.retained == 2)
    }

    @Test func poolsWhatCannotBeCopied() throws {
        let pool = try ObjectPool<UniqueNote>(name: "test", configuration: .test())
        pool.withObject { $0.number = 5 }
        var lease = pool.borrow()
        #expect(lease.withValue { $0.number } == 5)
        lease.end()
        #expect(pool.statistics.news == 1)
    }

    @Test func resultsThatCannotBeCopiedAreHandedOn() throws {
        let pool = try ObjectPool<Note>(name: "test", configuration: .test())
        let result = pool.withObject { _ in UniqueNote(number: 3) }
        #expect(result.number == 3)
    }

    @Test func aLeaseGivesBackAtTheEndOfItsScope() throws {
        let pool = try ObjectPool<Note>(name: "test", configuration: .test())
        do {
            let lease = pool.borrow()
            #expect(pool.statistics.leased == 1)
            _ = lease
        }
        #expect(pool.statistics.leased == 0)
        #expect(pool.statistics.retained == 1)
    }

    // MARK: Retention

    @Test func destroysWhatGrewTooLarge() throws {
        let pool = try ObjectPool<Note>(name: "test", configuration: .test(maximumBytes: 1000, maximumObjectBytes: 100))
        pool.withObject { $0.bytes = 101 }
        #expect(pool.statistics.discards.oversize == 1)
        #expect(pool.statistics.retained == 0)
        pool.withObject { $0.bytes = 100 }
        #expect(pool.statistics.retainedBytes == 100)
    }

    @Test func keepsNoMoreThanItsBudgetInObjects() throws {
        let pool = try ObjectPool<Note>(name: "test", configuration: .test(maximumCount: 10))
        holdAtOnce(25, of: pool)
        let statistics = pool.statistics
        #expect(statistics.retained == 10)
        #expect(statistics.discards.full == 15)
    }

    @Test(arguments: [0, 1, 7, 64, 65, 200]) func keepsNoMoreThanItsBudgetInObjects(of count: Int) throws {
        let pool = try ObjectPool<Note>(name: "test", configuration: .test(maximumCount: count))
        holdAtOnce(300, of: pool)
        #expect(pool.statistics.retained <= count)
        #expect(pool.statistics.retained >= count - PoolLocal.capacity)
        #expect(pool.statistics.discards.full == 300 - pool.statistics.retained)
    }

    @Test func keepsNoMoreThanItsBudgetInBytes() throws {
        let pool = try ObjectPool<Note>(name: "test", configuration: .test(maximumBytes: 1000, maximumObjectBytes: 100))
        holdAtOnce(50, of: pool) { $0.bytes = 100 }
        #expect(pool.statistics.retainedBytes <= 1000)
        #expect(pool.statistics.retainedBytes >= 900)
        #expect(pool.statistics.discards.full == 50 - pool.statistics.retained)
    }

    @Test func drainGivesUpAllThatIsIdleAndThePoolGoesOn() throws {
        let pool = try ObjectPool<Note>(name: "test", configuration: .test())
        holdAtOnce(20, of: pool)
        let reclaimed = pool.drain()
        #expect(reclaimed.objects == 20)
        #expect(pool.statistics.retained == 0)
        #expect(pool.statistics.discards.drained == 20)
        pool.withObject { $0.text.append(1) }
        #expect(pool.statistics.retained == 1)
        #expect(pool.reclaim().objects == 1)
        #expect(pool.statistics.discards.pressure == 1)
    }

    /// Holds so many objects at once, and gives them all back.
    private func holdAtOnce(_ count: Int, of pool: ObjectPool<Note>, change: (inout Note) -> Void = { _ in }) {
        var leases = LeaseStack()
        for _ in 0..<count {
            var lease = pool.borrow()
            lease.withValue(change)
            leases.push(lease)
        }
        while leases.pop() {}
    }
}
