#if Server

import NIOCore
import ServiceLifecycle

/// Sends requests to the service over real connections, as many at a time as there are connections, then prints a
/// summary line to standard output. It ends when it has made its requests or at graceful shutdown; requests under
/// way then are finished first.
struct LoadGenerator: Service {
    let connections: Int
    let budget: RequestBudget
    /// Requests a second; nil for as many as are answered.
    let rate: Double?
    let listeningAddress: ListeningAddress

    func run() async throws {
        let address = await cancelWhenGracefulShutdown { await listeningAddress.value() }
        guard let address else { return }
        let start = ContinuousClock.now
        let statistics = try await withGracefulShutdownHandler {
            try await makeRequests(to: address, pace: LoadPace(start: start, rate: rate))
        } onGracefulShutdown: {
            budget.stop()
        }
        print(LoadSummary(statistics: statistics, elapsed: ContinuousClock.now - start))
    }

    private func makeRequests(to address: SocketAddress, pace: LoadPace) async throws -> LoadStatistics {
        try await withThrowingTaskGroup(of: LoadStatistics.self) { group in
            for _ in 0..<connections {
                group.addTask {
                    try await LoadConnection.run(address: address, budget: budget, pace: pace)
                }
            }
            return try await group.reduce(into: LoadStatistics()) { $0.merge($1) }
        }
    }
}

#endif
