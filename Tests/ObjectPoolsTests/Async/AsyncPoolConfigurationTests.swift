import Testing

@testable import ObjectPools

struct AsyncPoolConfigurationTests {
    @Test(
        arguments: [
            (.init(maximumCount: 0), "maximumCount is 0; it must be at least 1"),
            (.init(maximumCount: -3), "maximumCount is -3; it must be at least 1"),
            (.init(maximumWaiting: -1), "maximumWaiting is -1; it must be at least 0, or nil for any number"),
            (.init(maximumAge: .zero), "maximumAge is 0.0 seconds; it must be more than zero, or nil for any age"),
            (
                .init(maximumAge: .seconds(-5)),
                "maximumAge is -5.0 seconds; it must be more than zero, or nil for any age"
            ),
            (.init(maximumIdle: .zero), "maximumIdle is 0.0 seconds; it must be more than zero, or nil for any time"),
        ] as [(SessionPool.Configuration, String)]
    )
    func nonsenseIsRefusedWithItsReason(configuration: SessionPool.Configuration, reason: String) throws {
        let error = try #require(throws: PoolError.self) {
            _ = try SessionPool(name: "database", configuration: configuration, make: { Session(number: 1) })
        }
        #expect(error.code == .invalidConfiguration)
        #expect(error.description == "pool 'database': \(reason)")
    }

    @Test func theSmallestPoolIsAllowed() async throws {
        let configuration = SessionPool.Configuration(
            maximumCount: 1,
            maximumWaiting: 0,
            maximumAge: .nanoseconds(1),
            maximumIdle: .nanoseconds(1)
        )
        let pool = try SessionPool(name: "one", configuration: configuration, make: { Session(number: 1) })
        #expect(try await pool.withObject { $0.number } == 1)
    }

    @Test func errorsSayWhichPoolAndWhatToDo() async throws {
        let pool = try SessionPool(
            name: "database",
            configuration: .init(maximumCount: 1, maximumWaiting: 0),
            make: { Session(number: 1) }
        )
        try await pool.withObject { _ in
            let tooMany = try await #require(throws: PoolError.self) { try await pool.withObject { _ in } }
            #expect(
                tooMany.description
                    == "pool 'database': 0 borrowers were waiting for 1 object already, as many as may; "
                    + "try again later, or allow more of either (maximumWaiting, maximumCount)"
            )
        }
    }
}
