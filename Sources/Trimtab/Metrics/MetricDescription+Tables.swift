#if Server

internal import MemoryTuning
internal import ObjectPools
internal import Profiling
internal import Telemetry

extension MetricDescription {
    /// Units and meanings of what Trimtab publishes.
    static let ofTrimtab = (MetricTable.all + LeakMetric.all).map {
        MetricDescription(name: $0.name, unit: $0.unit, summary: $0.summary)
    }

    /// Of what Hummingbird's middleware publishes, which swift-metrics cannot say.
    static let ofServers = [
        MetricDescription(name: "http.server.request.duration", unit: "s", summary: "time to answer a request"),
        MetricDescription(name: "http.server.active_requests", unit: "{request}", summary: "requests under way"),
        MetricDescription(name: "hb.requests", unit: "{request}", summary: "requests answered"),
        MetricDescription(name: "hb.request.errors", unit: "{request}", summary: "requests that ended with an error"),
    ]
}

#endif
