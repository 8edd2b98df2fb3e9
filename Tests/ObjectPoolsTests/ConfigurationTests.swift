import Testing

@testable import ObjectPools

/// Settings that make no sense are refused in words.
struct ConfigurationTests {
    @Test func refusesANegativeCapacity() {
        let error = #expect(throws: PoolError.self) { try PoolRetention(maximumCount: -1) }
        #expect(error?.code == .invalidConfiguration)
        #expect("\(error as (any Error)?)".contains("maximumCount of a pool is -1: give a number from 0 to 65536"))
    }

    @Test(arguments: [(-1, 10), (10, -1), (10, 11)]) func refusesSenselessBytes(bytes: Int, objectBytes: Int) {
        #expect(throws: PoolError.self) {
            try PoolRetention(maximumBytes: bytes, maximumObjectBytes: objectBytes)
        }
    }

    @Test func refusesAnIdleTimeThatIsNone() {
        #expect(throws: PoolError.self) { try PoolRetention(idleTime: .zero) }
        #expect(throws: PoolError.self) { try PoolRetention(idleTime: .seconds(-1)) }
    }

    @Test(arguments: [(0, 1024), (1024, 0), (-8, 8), (2048, 1024), (16, (1 << 30) + 1)])
    func refusesSenselessSizeClasses(smallest: Int, largest: Int) {
        let error = #expect(throws: PoolError.self) { try BufferSizes(smallest: smallest, largest: largest) }
        #expect(error?.code == .invalidConfiguration)
    }

    @Test func roundsSizeClassesUpToPowersOfTwo() throws {
        let sizes = try BufferSizes(smallest: 100, largest: 1000)
        #expect(sizes.smallest == 128)
        #expect(sizes.largest == 1024)
        #expect(sizes.count == 4)
    }
}
