import Foundation
import Logging
import ObjectPools
import Profiles
import Profiling

final class Session {
    var page: (Int, Int, Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0, 0, 0)
}

final class Connection: Poolable {
    var fields: (Int, Int, Int, Int) = (0, 0, 0, 0)
    init() {}
    func reset() {}
}

final class KeptLease {
    let lease: PoolLease<Connection>
    init(_ lease: consuming PoolLease<Connection>) { self.lease = lease }
}

/// A service that leaks sessions, tasks and leases, watches itself, and prints what it found; time runs 60 times as fast.
///
/// usage: WatchedLeaks SECONDS
@main
struct WatchedLeaks {
    static func main() async throws {
        LoggingSystem.bootstrap { StreamLogHandler.standardOutput(label: $0) }
        let seconds = Double(CommandLine.arguments.dropFirst().first ?? "") ?? 10
        let detector = LeakDetector(
            configuration: .init(interval: .seconds(1), criteria: LeakCriteria(minimumSpan: seconds / 2)),
            logger: Logger(label: "WatchedLeaks")
        )
        let watching = Task { await detector.run() }
        let pool = ObjectPool<Connection>(name: "connections", configuration: .init(leaseSampling: 1))
        var sessions: [Int: Session] = [:]
        var leases: [KeptLease] = []
        let start = ContinuousClock.now
        var number = 0
        while start.duration(to: .now) < .seconds(seconds) {
            for _ in 0..<10 {
                sessions[number] = Session()
                number += 1
            }
            if number % 100 == 0 {
                Task { while !Task.isCancelled { try? await Task.sleep(for: .seconds(1000)) } }
                leases.append(KeptLease(pool.borrow()))
            }
            try await Task.sleep(for: .milliseconds(1))
        }
        watching.cancel()
        await watching.value
        for leak in detector.leaks {
            print("found", leak.resource, leak.finding.subject.type ?? "?", leak.place ?? "?")
        }
        // What a look costs in processor time, on this thread and those that it uses, while nothing else runs.
        let looks = 5
        let before = clock()
        for _ in 0..<looks { await detector.look() }
        print("a look takes \(Double(clock() - before) / Double(CLOCKS_PER_SEC) / Double(looks)) s of processor time")
        withExtendedLifetime((sessions, leases)) { exit(0) }
    }
}
