#if Server

internal import MemoryTuning
internal import ObjectPools
internal import Telemetry

extension MetricDescription {
    /// Units and meanings of what Trimtab publishes.
    static let ofTrimtab = MetricTable.all.map {
        MetricDescription(name: $0.name, unit: $0.unit, summary: $0.summary)
    }

    /// Of what ``LeakDetector`` publishes.
    static let ofLeaks = [
        MetricDescription(name: "swift.memory.leak.count", unit: "{leak}", summary: "leaks found"),
        MetricDescription(name: "swift.memory.leak.rate", unit: "By/s", summary: "growth of all memory that leaks"),
        MetricDescription(
            name: "swift.memory.leak.time_to_limit",
            unit: "s",
            summary: "time until the memory limit is reached by leaks at their pace"
        ),
    ]

    /// Of what Hummingbird's middleware publishes, which swift-metrics cannot say.
    static let ofServers = [
        MetricDescription(name: "http.server.request.duration", unit: "s", summary: "time to answer a request"),
        MetricDescription(name: "http.server.active_requests", unit: "{request}", summary: "requests under way"),
        MetricDescription(name: "hb.requests", unit: "{request}", summary: "requests answered"),
        MetricDescription(name: "hb.request.errors", unit: "{request}", summary: "requests that ended with an error"),
    ]
}

#endif
