import Testing

@testable import ObjectPools

struct LeaksTests {
    @Test func namesTheLineThatBorrowedAndDidNotGiveBack() throws {
        let pool = try ObjectPool<Note>(name: "notes", configuration: .test(leaseSampling: 1))
        let line = #line + 1
        let kept = LeaseBox(pool.borrow())
        pool.borrow().end()
        let outstanding = pool.outstanding(longerThan: .zero)
        let first = try #require(outstanding.first)
        #expect(outstanding.count == 1)
        #expect(first.line == line)
        #expect(first.file == "ObjectPoolsTests/LeaksTests.swift")
        #expect(first.function == "namesTheLineThatBorrowedAndDidNotGiveBack()")
        #expect("\(first)".contains("at ObjectPoolsTests/LeaksTests.swift:\(line) borrowed from pool 'notes'"))
        #expect(pool.outstanding(longerThan: .seconds(3600)) == [])
        #expect(PoolRegistry.outstanding(longerThan: .zero).contains(first) || first.age > .zero)
        withExtendedLifetime(kept) {}
    }

    @Test func samplesOneLeaseInSoMany() throws {
        let pool = try ObjectPool<Note>(name: "notes", configuration: .test(leaseSampling: 100))
        var leases = LeaseStack()
        for _ in 0..<1280 { leases.push(pool.borrow()) }
        // Rounded up to a power of two.
        let outstanding = pool.outstanding(longerThan: .zero)
        #expect(outstanding.count == 10)
        #expect(outstanding.allSatisfy { $0.weight == 128 })
        while leases.pop() {}
        #expect(pool.outstanding(longerThan: .zero) == [])
    }

    @Test func keepsNoPlaceWhereNoneIsWanted() throws {
        let pool = try ObjectPool<Note>(name: "notes", configuration: .test(leaseSampling: nil))
        var leases = LeaseStack()
        for _ in 0..<300 { leases.push(pool.borrow()) }
        #expect(pool.outstanding(longerThan: .zero) == [])
    }

    @Test func namesWhoKeepsABuffer() throws {
        let pool = try BufferPool(name: "buffers", configuration: .test(leaseSampling: 1))
        let line = #line + 1
        let buffer = pool.borrow(minimumCapacity: 5000)
        #expect(pool.outstanding(longerThan: .zero).map(\.line) == [line])
        buffer.end()
        #expect(pool.outstanding(longerThan: .zero) == [])
    }
}
