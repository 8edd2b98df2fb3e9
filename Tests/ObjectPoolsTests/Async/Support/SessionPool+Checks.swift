import Scheduling
import Testing

@testable import ObjectPools

extension AsyncObjectPool where Element == Session {
    /// Expects that nothing is under way and nothing was lost.
    func expectAtRest(_ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) {
        let statistics = self.statistics
        #expect(waiting == 0, comment, sourceLocation: sourceLocation)
        #expect(statistics.leased == 0, comment, sourceLocation: sourceLocation)
        #expect(
            statistics.news == statistics.retained + statistics.discards.total,
            comment,
            sourceLocation: sourceLocation
        )
    }

    /// Borrows a number of objects at the same time, each once.
    func borrowTogether(_ count: Int) async throws {
        let all = Gate()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<count {
                group.addTask {
                    defer { all.open() }
                    try await self.withObject { session in
                        session.begin()
                        await all.pass()
                        session.end()
                    }
                }
            }
            await until { all.arrivals == count || all.isOpen }
            all.open()
            try await group.waitForAll()
        }
    }
}

/// The code of the ``PoolError`` that `body` throws; nil if it throws none, or another error.
func code(_ body: () async throws -> Void) async -> PoolError.Code? {
    do {
        try await body()
        return nil
    } catch {
        return (error as? PoolError)?.code
    }
}

/// For bodies that must not get an object.
func mustNotRun(sourceLocation: SourceLocation = #_sourceLocation) {
    Issue.record("this body must not run", sourceLocation: sourceLocation)
}
