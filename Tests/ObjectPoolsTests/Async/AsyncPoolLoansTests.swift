import Scheduling
import Testing

@testable import ObjectPools

/// Who has the objects.
struct AsyncPoolLoansTests {
    let clock = ManualClock()

    private func pool(_ maximumCount: Int = 2) throws -> SessionPool {
        let sessions = Sessions()
        return try SessionPool(
            name: "loans",
            configuration: .init(maximumCount: maximumCount, clock: clock),
            make: { try sessions.make() }
        )
    }

    @Test func namesWhoHasAnObjectAndSinceWhen() async throws {
        let pool = try pool()
        #expect(pool.outstanding(longerThan: .zero).isEmpty)
        let line = #line
        try await pool.withObject { _ in
            clock.advance(by: .seconds(3))
            try await pool.withObject { _ in
                clock.advance(by: .seconds(2))
                let out = pool.outstanding(longerThan: .zero)
                #expect(out.map(\.age) == [.seconds(5), .seconds(2)])
                #expect(out.map { $0.line - line } == [1, 3])
                #expect(out.allSatisfy { $0.function == "namesWhoHasAnObjectAndSinceWhen()" && $0.weight == 1 })
                #expect(out.first?.file == "ObjectPoolsTests/AsyncPoolLoansTests.swift")
                #expect(pool.outstanding(longerThan: .seconds(2)).count == 1)
                let all = PoolRegistry.outstanding(longerThan: .zero)
                #expect(all.contains { $0.pool == "loans" && $0.line == line + 3 })
            }
            #expect(pool.outstanding(longerThan: .zero).map { $0.line - line } == [1])
        }
        #expect(pool.outstanding(longerThan: .zero).isEmpty)
    }

    @Test func whoGetsNoneInTimeLearnsWhoHasIt() async throws {
        let pool = try pool(1)
        let line = #line + 1
        try await pool.withObject { _ in
            clock.advance(by: .seconds(4))
            let error = await #expect(throws: PoolError.self) {
                try await pool.withObject(timeout: .zero) { _ in mustNotRun() }
            }
            let reason = try #require(error?.reason)
            let place = "whoGetsNoneInTimeLearnsWhoHasIt() at ObjectPoolsTests/AsyncPoolLoansTests.swift:\(line)"
            #expect(reason.contains(place), "\(reason)")
            #expect(reason.contains("4.0 seconds ago"), "\(reason)")
        }
    }

    /// One whose object had to be made, too.
    @Test func knowsWhoHadToWait() async throws {
        let pool = try pool(1)
        let line = #line + 1
        try await pool.withObject { _ in
            #expect(pool.outstanding(longerThan: .nanoseconds(-1)).map(\.line) == [line])
        }
    }
}
