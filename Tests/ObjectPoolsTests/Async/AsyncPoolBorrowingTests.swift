import Scheduling
import Testing

@testable import ObjectPools

struct AsyncPoolBorrowingTests {
    let sessions = Sessions()

    func pool(_ maximumCount: Int = 2) throws -> SessionPool {
        try SessionPool(
            name: "sessions",
            configuration: .init(maximumCount: maximumCount),
            make: { [sessions] in try sessions.make() },
            dispose: { [sessions] in sessions.dispose($0) }
        )
    }

    @Test func anObjectGivenBackIsLentAgain() async throws {
        let pool = try pool()
        let first = try await pool.withObject { $0.number }
        let second = try await pool.withObject { $0.number }
        #expect((first, second) == (1, 1))
        #expect(pool.statistics.reuses == 1)
        pool.expectAtRest()
    }

    @Test func noMoreAreMadeThanAreNeededAtOnce() async throws {
        let pool = try pool(8)
        try await pool.borrowTogether(3)
        try await pool.borrowTogether(2)
        #expect(sessions.made == 3)
        #expect(pool.statistics.retained == 3)
    }

    @Test func theObjectUsedLastIsLentFirst() async throws {
        let pool = try pool(3)
        try await pool.borrowTogether(3)
        let last = try await pool.withObject { $0.number }
        for _ in 0..<3 { #expect(try await pool.withObject { $0.number } == last) }
    }

    @Test func everyCountIsExact() async throws {
        let pool = try pool(3)
        try await pool.borrowTogether(3)
        try await pool.withObject { _, keep in keep = false }
        try await pool.withObject { _ in
            let statistics = pool.statistics
            #expect(statistics.leased == 1)
            #expect(statistics.retained == 1)
        }
        let statistics = pool.statistics
        #expect(statistics.gets == 5)
        #expect(statistics.puts == 5)
        #expect(statistics.news == 3)
        #expect(statistics.discards.invalid == 1)
        #expect(statistics.discards.total == 1)
        #expect(statistics.retained == 2)
        #expect(statistics.reuses == 2)
        #expect(statistics.retainedBytes == 0)
        #expect(statistics.netBenefit == nil)
    }

    @Test func whatTheBodyReturnsIsReturned() async throws {
        let pool = try pool()
        #expect(try await pool.withObject { "session \($0.number)" } == "session 1")
        #expect(try await pool.withObject { session, _ in "session \(session.number)" } == "session 1")
    }

    @Test func whatTheBodyThrowsIsThrown() async throws {
        let pool = try pool()
        await #expect(throws: Failure(number: 7)) { try await pool.withObject { _ in throw Failure(number: 7) } }
        pool.expectAtRest()
    }

    @Test func anObjectWhoseBodyThrewIsGivenUpIfItCannotBeValidated() async throws {
        let pool = try pool()
        try? await pool.withObject { _ in throw Failure() }
        #expect(pool.statistics.discards.invalid == 1)
        #expect(try await pool.withObject { $0.number } == 2)
        await until { sessions.disposed == [1] }
    }

    @Test func anObjectThatIsNotToBeKeptIsDisposedOf() async throws {
        let pool = try pool(1)
        try await pool.withObject { _, keep in keep = false }
        #expect(try await pool.withObject { $0.number } == 2)
        #expect(sessions.disposed == [1])
        #expect(sessions.most == 1)
        pool.expectAtRest()
    }

    @Test func aCancelledTaskBorrowsNothing() async throws {
        let pool = try pool()
        try await pool.borrowTogether(1)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await pool.withObject { _ in mustNotRun() }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(pool.statistics.gets == 1)
    }

    @Test func aBodyThatIsCancelledGivesItsObjectBack() async throws {
        let pool = try pool()
        let gate = Gate()
        let task = Task {
            try await pool.withObject { _ in
                await gate.pass()
                while !Task.isCancelled { await Task.yield() }
            }
        }
        await until { gate.arrivals == 1 }
        gate.open()
        task.cancel()
        try await task.value
        #expect(pool.statistics.retained == 1)
        pool.expectAtRest()
    }

    @Test func borrowingAnIdleObjectDoesNotSuspend() async throws {
        let pool = try pool()
        let executor = PausableExecutor()
        try await withTaskExecutorPreference(executor) {
            try await pool.withObject {
                $0.begin(); $0.end()
            }
            let jobs = executor.jobs
            for _ in 0..<1_000 {
                try await pool.withObject {
                    $0.begin(); $0.end()
                }
                try await pool.withObject(timeout: .seconds(1)) { session, _ in
                    session.begin(); session.end()
                }
            }
            #expect(executor.jobs == jobs)
        }
    }

    @MainActor @Test func theBodyRunsOnTheCallersActor() async throws {
        let pool = try pool()
        var uses = 0
        for _ in 0..<3 {
            try await pool.withObject { _ in
                MainActor.assertIsolated()
                uses += 1
            }
        }
        #expect(uses == 3)
    }

    @Test func aPoolThatIsLetGoDisposesOfItsObjects() async throws {
        var pool: SessionPool? = try pool(3)
        try await pool?.borrowTogether(3)
        pool = nil
        await until { sessions.existing == 0 }
        #expect(sessions.disposed.sorted() == [1, 2, 3])
    }
}
