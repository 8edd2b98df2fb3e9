#if Server

/// The line that a load run prints at its end.
struct LoadSummary: CustomStringConvertible {
    var statistics: LoadStatistics
    var elapsed: Duration

    var description: String {
        let rate = Double(statistics.requests) / max(elapsed / .seconds(1), 1e-9)
        return """
            load: \(statistics.requests) requests, \(statistics.errors) errors, \(Self.decimal(rate)) requests/s, \
            p50 \(latency(0.5)), p99 \(latency(0.99))
            """
    }

    private func latency(_ share: Double) -> String {
        guard let latency = statistics.latencies.percentile(share) else { return "-" }
        return Self.decimal(latency / .milliseconds(1)) + " ms"
    }

    /// Two digits after the point.
    private static func decimal(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}

#endif
