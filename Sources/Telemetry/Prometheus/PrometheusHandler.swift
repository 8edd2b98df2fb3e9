#if Server

/// Answers the requests of Prometheus, whatever the router: hand it the request's header `Accept`, and send what it
/// says.
///
///     router.get("metrics") { request, _ in
///         let response = telemetry.prometheus.respond(accept: request.headers[.accept])
///         return Response(status: .init(code: response.status), headers: [.contentType: response.contentType], …)
///     }
public struct PrometheusHandler: Sendable {
    /// What to answer.
    public struct Response: Sendable {
        /// The status of HTTP.
        public let status: Int
        /// The header `Content-Type`.
        public let contentType: String
        public let body: [UInt8]
    }

    private let registry: MetricRegistry
    private let resource: TelemetryResource

    init(registry: MetricRegistry, resource: TelemetryResource) {
        self.registry = registry
        self.resource = resource
    }

    /// All metrics, in OpenMetrics 1.0 where the client prefers that, and otherwise in Prometheus' text format 0.0.4.
    ///
    /// - Parameter accept: The request's header, if it has one.
    public func respond(accept: String?) -> Response {
        let format = PrometheusFormat(accept: accept)
        let text = PrometheusText(families: registry.collect(), resource: resource, format: format).text
        return Response(status: 200, contentType: format.contentType, body: Array(text.utf8))
    }
}

#endif
