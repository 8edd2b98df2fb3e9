internal import Foundation
internal import Synchronization

/// Sends the same request over some connections, on each the next one when the answer has come.
///
/// Its own threads take processor time from the server, as those of any load generator on the same machine do. Only ratios
/// between trials mean something.
final class HTTPLoad: Sendable {
    private struct Counts {
        var latencies = LatencyHistogram()
        var errors = 0
        var running = 0
    }

    private let address: HTTPAddress
    private let counts: Mutex<Counts>
    private let isMeasuring = Atomic(false)
    private let isEnding = Atomic(false)
    private let answers = Atomic(0)

    /// How long an answer may take, in seconds.
    private static let timeout = 10.0

    init(_ address: HTTPAddress, connections: Int) {
        self.address = address
        counts = Mutex(Counts(running: connections))
        for _ in 0..<connections {
            let thread = Thread { [self] in work() }
            thread.stackSize = 512 << 10
            thread.start()
        }
    }

    /// From now on requests count.
    func measure() { isMeasuring.store(true, ordering: .relaxed) }

    /// Whether any request that counts has been answered, or refused.
    var hasAnswers: Bool { answers.load(ordering: .relaxed) > 0 }

    /// Ends the load; what is under way is waited for, and counts.
    /// - Parameter start: When it began to be measured.
    func end(began start: Double) -> LoadFigures {
        isEnding.store(true, ordering: .relaxed)
        while counts.withLock({ $0.running > 0 }) { Clock.pause(0.002) }
        let seconds = Clock.now - start
        return counts.withLock { counts in
            LoadFigures(
                throughput: seconds > 0 && counts.latencies.total > 0 ? Double(counts.latencies.total) / seconds : nil,
                latency50: counts.latencies.percentile(0.5),
                latency99: counts.latencies.percentile(0.99),
                requests: counts.latencies.total,
                errors: counts.errors
            )
        }
    }

    private func work() {
        var latencies = LatencyHistogram()
        var errors = 0
        var connection: Connection?
        var exchange = HTTPExchange(address)
        while !isEnding.load(ordering: .relaxed) {
            if connection == nil {
                connection = Connection(to: address, timeout: Self.timeout)
                exchange = HTTPExchange(address)
            }
            let isMeasured = isMeasuring.load(ordering: .relaxed)
            let start = Clock.now
            let answer = connection.flatMap { exchange.run(over: $0) }
            if isMeasured {
                answers.add(1, ordering: .relaxed)
                if let answer, answer.status < 400 {
                    latencies.record(nanoseconds: Int((Clock.now - start) * 1e9))
                } else {
                    errors += 1
                }
            }
            if answer?.keepsAlive != true { connection = nil }
            // A server that refuses is not to be called all the time.
            if answer == nil { Clock.pause(0.01) }
        }
        counts.withLock { counts in
            counts.latencies.merge(latencies)
            counts.errors += errors
            counts.running -= 1
        }
    }
}
