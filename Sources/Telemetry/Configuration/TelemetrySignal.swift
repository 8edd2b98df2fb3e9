#if Server

/// What is sent to a collector.
enum TelemetrySignal: String, CaseIterable, Sendable {
    case metrics
    case traces
    case profiles

    /// What is added to the endpoint that all signals share.
    var path: String {
        switch self {
        case .metrics: "v1/metrics"
        case .traces: "v1/traces"
        case .profiles: "v1development/profiles"
        }
    }
}

#endif
