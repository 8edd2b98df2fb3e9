import Testing

@testable import ObjectPools

struct FactoryPoolTests {
    private struct NoParser: Error, Equatable {}
    private struct Trouble: Error, Equatable {}

    @Test func makesAndResetsByClosures() throws {
        let pool = try FactoryPool(name: "test", configuration: .test()) {
            [1]
        } reset: {
            $0.removeAll()
        }
        pool.withObject { #expect($0 == [1]) }
        pool.withObject { #expect($0 == []) }
        #expect(pool.statistics.news == 1)
    }

    @Test func aFactoryThatThrowsLeavesNothingBehind() throws {
        let pool = try FactoryPool(name: "test", configuration: .test()) { () throws(NoParser) -> Int in
            throw NoParser()
        }
        #expect(throws: NoParser()) { try pool.withObject { _ in } }
        #expect(throws: NoParser()) { _ = try pool.borrow() }
        #expect(pool.statistics == PoolStatistics())
        #expect(pool.outstanding(longerThan: .zero) == [])
    }

    @Test func aBodyThatThrowsGivesBack() throws {
        let pool = try FactoryPool(name: "test", configuration: .test()) { 1 }
        #expect(throws: Trouble()) { try pool.withObject { _ throws(Trouble) in throw Trouble() } }
        #expect(pool.statistics.leased == 0)
        #expect(pool.statistics.retained == 1)
    }

    @Test func asksForTheSizeOfWhatIsGivenBack() throws {
        let configuration = try PoolConfiguration.test(maximumBytes: 1000, maximumObjectBytes: 100)
        let pool = FactoryPool(name: "test", configuration: configuration) {
            [UInt8]()
        } size: {
            $0.count
        }
        pool.withObject { $0 = [UInt8](repeating: 1, count: 101) }
        #expect(pool.statistics.discards.oversize == 1)
        pool.withObject { $0 = [UInt8](repeating: 1, count: 99) }
        #expect(pool.statistics.retainedBytes == 99)
    }

    @Test func aLeaseKeepsThePoolAlive() throws {
        weak var weakPool: FactoryPool<Int, Never>?
        do {
            var pool: FactoryPool<Int, Never>? = try FactoryPool(name: "test", configuration: .test()) { 1 }
            weakPool = pool
            if var lease = pool?.borrow() {
                pool = nil
                #expect(weakPool?.statistics.leased == 1)
                lease.withValue { $0 += 1 }
                lease.end()
            }
        }
        #expect(weakPool == nil)
    }
}
