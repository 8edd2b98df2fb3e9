import Scheduling
import Testing

@testable import ObjectPools

/// An asynchronous pool among the others.
struct AsyncPoolRegistryTests {
    @Test func isListedWhileItLivesAndCountedAfterwards() async throws {
        let sessions = Sessions()
        do {
            let pool = try SessionPool(name: "listed-async", make: { try sessions.make() })
            try await pool.withObject { _ in }
            try await pool.withObject { _ in }
            #expect(PoolRegistry.statistics.first { $0.name == "listed-async" }?.statistics.gets == 2)
            _ = pool.name
        }
        await until { !PoolRegistry.statistics.contains { $0.name == "listed-async" } }
        let last = try #require(PoolRegistry.cumulativeStatistics["listed-async"])
        #expect(last.gets == 2)
        #expect(last.news == 1)
        #expect(last.discards.drained == 1)
        #expect(last.retained == 0)
    }

    /// In a process of its own, because it empties all pools.
    @Test func allPoolsGiveUpForPressure() async {
        await #expect(processExitsWith: .success) {
            let sessions = Sessions()
            let waiting = try SessionPool(
                name: "waiting",
                make: { try sessions.make() },
                dispose: { sessions.dispose($0) }
            )
            let buffers = BufferPool(name: "buffers")
            _ = BufferPool(name: "gone")
            try await waiting.borrowTogether(2)
            buffers.withBuffer(minimumCapacity: 1000) { _ in }
            let reclaimed = PoolRegistry.reclaim()
            #expect(reclaimed.map(\.name).sorted() == ["buffers", "waiting"])
            #expect(reclaimed.first { $0.name == "waiting" }?.reclaimed == PoolReclaim(objects: 2))
            #expect(reclaimed.first { $0.name == "buffers" }?.reclaimed == PoolReclaim(objects: 1, bytes: 1024))
            #expect(waiting.statistics.discards.pressure == 2)
            await until { sessions.existing == 0 }
        }
    }

    @Test func looksForIdleObjectsByItself() async throws {
        let sessions = Sessions()
        let pool = try SessionPool(
            name: "idle",
            configuration: .init(maximumIdle: .milliseconds(20)),
            make: { try sessions.make() },
            dispose: { sessions.dispose($0) }
        )
        try await pool.withObject { _ in }
        await until { sessions.existing == 0 }
        #expect(pool.statistics.discards.expired == 1)
    }
}
