#if Server

/// How the requests of a load went.
struct LoadStatistics: Sendable {
    private(set) var requests = 0
    /// Requests that got no answer, or another status than they should.
    private(set) var errors = 0
    private(set) var latencies = LatencyHistogram()

    mutating func record(latency: Duration, isError: Bool) {
        requests += 1
        errors += isError ? 1 : 0
        latencies.record(latency)
    }

    mutating func recordFailure() {
        requests += 1
        errors += 1
    }

    mutating func merge(_ other: LoadStatistics) {
        requests += other.requests
        errors += other.errors
        latencies.merge(other.latencies)
    }
}

#endif
