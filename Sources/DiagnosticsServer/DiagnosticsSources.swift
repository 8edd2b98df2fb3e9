#if Server

public import MemoryTuning
public import Profiling

/// What a ``DiagnosticsServer`` shows beside what it finds by itself: pools, statistics and profiles need not be named.
public struct DiagnosticsSources: Sendable {
    /// What to answer to whoever asks for `/metrics`.
    public struct Metrics: Sendable {
        /// The status of HTTP.
        public var status: Int
        /// The header `Content-Type`.
        public var contentType: String
        public var body: [UInt8]

        public init(status: Int = 200, contentType: String, body: [UInt8]) {
            self.status = status
            self.contentType = contentType
            self.body = body
        }
    }

    /// Whose limit, pressure and reclaiming are shown, and are set by actions.
    public var tuner: MemoryTuner?
    /// Whose findings are shown. The service group has to run it, too; nil where nothing is watched for leaks.
    public var leaks: LeakDetector?
    /// Is told the request's header `Accept`; such as `PrometheusHandler` of `Telemetry`. Nil where there are no metrics.
    public var metrics: (@Sendable (_ accept: String?) -> Metrics)?

    public init(
        tuner: MemoryTuner? = nil,
        leaks: LeakDetector? = nil,
        metrics: (@Sendable (_ accept: String?) -> Metrics)? = nil
    ) {
        self.tuner = tuner
        self.leaks = leaks
        self.metrics = metrics
    }
}

#endif
