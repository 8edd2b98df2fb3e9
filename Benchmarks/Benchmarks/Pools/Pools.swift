import Benchmark
import ObjectPools

/// Every kind of pool, for `swift package benchmark`: to see from one commit to the next what got slower.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .cpuTotal, .throughput],
        scalingFactor: .kilo,
        maxDuration: .seconds(1)
    )

    Benchmark("ObjectPool.withObject") { benchmark in
        let pool = ObjectPool<Numbers>(name: "numbers")
        benchmark.startMeasurement()
        for number in benchmark.scaledIterations { blackHole(pool.withObject { $0.use(number) }) }
    }

    Benchmark("ObjectPool.borrow") { benchmark in
        let pool = ObjectPool<Numbers>(name: "numbers")
        benchmark.startMeasurement()
        for number in benchmark.scaledIterations {
            var lease = pool.borrow()
            blackHole(lease.withValue { $0.use(number) })
            lease.end()
        }
    }

    Benchmark("FactoryPool.withObject") { benchmark in
        let pool = FactoryPool(name: "numbers", make: Numbers.init, reset: { $0.reset() })
        benchmark.startMeasurement()
        for number in benchmark.scaledIterations { blackHole(pool.withObject { $0.use(number) }) }
    }

    Benchmark("BufferPool.withBuffer, 4 KiB") { benchmark in
        let pool = BufferPool(name: "buffers")
        benchmark.startMeasurement()
        for number in benchmark.scaledIterations {
            pool.withBuffer(minimumCapacity: 4096) { $0.append(UInt8(truncatingIfNeeded: number)) }
        }
    }

    Benchmark("AsyncObjectPool.withObject") { benchmark in
        let pool = try AsyncObjectPool(name: "connections", make: { Connection() })
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations { try await pool.withObject { blackHole($0) } }
        benchmark.stopMeasurement()
        await pool.shutDown()
    }

    Benchmark("AsyncObjectPool.withObject, 16 tasks, 4 objects") { benchmark in
        let pool = try AsyncObjectPool(
            name: "connections",
            configuration: .init(maximumCount: 4),
            make: { Connection() }
        )
        let borrows = benchmark.scaledIterations.count / 16
        benchmark.startMeasurement()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask { for _ in 0..<borrows { try await pool.withObject { blackHole($0) } } }
            }
            try await group.waitForAll()
        }
        benchmark.stopMeasurement()
        await pool.shutDown()
    }
}

private struct Numbers: Poolable {
    var numbers: [Int] = Array(repeating: 0, count: 64)

    mutating func use(_ number: Int) -> Int {
        numbers[number & 63] &+= number
        return numbers[0]
    }

    mutating func reset() { numbers[0] = 0 }
}

private final class Connection: Sendable {}
