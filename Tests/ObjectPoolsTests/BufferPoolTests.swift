import Testing

@testable import ObjectPools

struct BufferPoolTests {
    @Test func givesAnEmptyBufferOfTheClassAbove() throws {
        let pool = try BufferPool(name: "test", configuration: .test())
        pool.withBuffer(minimumCapacity: 1000) { buffer in
            #expect(buffer.capacity == 1024)
            #expect(buffer.isEmpty == true)
        }
        pool.withBuffer(minimumCapacity: 1024) { #expect($0.capacity == 1024) }
        pool.withBuffer(minimumCapacity: 1025) { #expect($0.capacity == 2048) }
        pool.withBuffer { #expect($0.capacity == 256) }
        #expect(pool.statistics.news == 3)
        #expect(pool.statistics.reuses == 1)
    }

    @Test func holdsWhatWasAppended() throws {
        let pool = try BufferPool(name: "test", configuration: .test())
        let bytes = pool.withBuffer { buffer in
            buffer.append("Grüße")
            buffer.append(7)
            buffer.append(contentsOf: [1, 2, 3])
            buffer.append(contentsOf: stride(from: UInt8(10), to: 13, by: 1))
            buffer.appendUnsafe(minimumCapacity: 5) { room in
                room[0] = 99
                return 1
            }
            return buffer.withUnsafeBytes { Array($0) }
        }
        #expect(bytes == Array("Grüße".utf8) + [7, 1, 2, 3, 10, 11, 12, 99])
    }

    @Test func growsByChangingForALargerOne() throws {
        let pool = try BufferPool(name: "test", configuration: .test())
        pool.withBuffer { buffer in
            for number in 0..<100_000 { buffer.append(UInt8(truncatingIfNeeded: number)) }
            #expect(buffer.count == 100_000)
            #expect(buffer.capacity == 131_072)
            let isRight = buffer.withUnsafeBytes { bytes in
                bytes.enumerated().allSatisfy { $0.element == UInt8(truncatingIfNeeded: $0.offset) }
            }
            #expect(isRight)
        }
        // 256 to 131,072: ten classes, each given back.
        #expect(pool.statistics.retained == 10)
        #expect(pool.statistics.news == 10)
        #expect(pool.statistics.leased == 0)
        pool.withBuffer(minimumCapacity: 100_000) { #expect($0.isEmpty == true) }
        #expect(pool.statistics.news == 10)
    }

    @Test func neverKeepsWhatIsLargerThanTheLargestClass() throws {
        let sizes = try BufferSizes(smallest: 256, largest: 4096)
        let pool = try BufferPool(name: "test", sizes: sizes, configuration: .test())
        pool.withBuffer(minimumCapacity: 1 << 24) { #expect($0.capacity == 1 << 24) }
        pool.withBuffer(minimumCapacity: 4000) { buffer in
            buffer.reserveCapacity(5000)
            #expect(buffer.capacity >= 5000)
        }
        let statistics = pool.statistics
        #expect(statistics.discards.oversize == 2)
        #expect(statistics.retainedBytes == 4096)
        #expect(statistics.news == statistics.retained + statistics.leased + statistics.discards.total)
    }

    @Test func keepsNoMoreThanItsBudget() throws {
        let sizes = try BufferSizes(smallest: 1024, largest: 8192)
        let pool = try BufferPool(name: "test", sizes: sizes, configuration: .test(maximumBytes: 64 << 10))
        for size in [1024, 2048, 4096, 8192] {
            var buffers: [BufferBox] = []
            for _ in 0..<100 { buffers.append(BufferBox(pool.borrow(minimumCapacity: size))) }
        }
        #expect(pool.statistics.retainedBytes <= 64 << 10)
        #expect(pool.statistics.retainedBytes >= 32 << 10)
    }

    @Test func aBufferOutlivesItsPool() throws {
        var pool: BufferPool? = try BufferPool(name: "test", configuration: .test())
        weak let weakPool = pool
        if var buffer = pool?.borrow() {
            pool = nil
            for byte in 0..<UInt8.max { buffer.append(contentsOf: [UInt8](repeating: byte, count: 10)) }
            #expect(buffer.count == 2550)
            buffer.end()
        }
        #expect(weakPool == nil)
    }

    @Test func drainGivesUpAllClasses() throws {
        let pool = try BufferPool(name: "test", configuration: .test())
        pool.withBuffer { $0.reserveCapacity(5000) }
        #expect(pool.drain() == PoolReclaim(objects: 2, bytes: 256 + 8192))
        #expect(pool.statistics.retained == 0)
    }

    @Test(arguments: [1, 17, 255, 256, 257, 511, 512, 513, 1 << 20]) func classesHoldWhatTheyPromise(size: Int) throws {
        let sizes = BufferSizes.default
        let sizeClass = sizes.sizeClass(for: size)
        #expect(sizes.size(of: sizeClass) >= size)
        #expect(sizeClass == 0 || sizes.size(of: sizeClass - 1) < size)
    }

    private final class BufferBox {
        private let buffer: PooledBuffer

        init(_ buffer: consuming PooledBuffer) { self.buffer = buffer }
    }
}
