#if Server

internal import SwiftProtobuf
package import Telemetry

extension TestCollector {
    /// All metrics that were taken, in the order in which they came.
    package func metrics() throws -> [OTLPMetric] {
        try requests.filter { $0.path == "/v1/metrics" }.flatMap { request in
            try OTLPExportMetricsServiceRequest(serializedBytes: request.body)
                .resourceMetrics.flatMap(\.scopeMetrics).flatMap(\.metrics)
        }
    }

    /// All spans that came, in that order.
    package func spans() throws -> [OTLPSpan] {
        try requests.filter { $0.path == "/v1/traces" }.flatMap { request in
            try OTLPExportTraceServiceRequest(serializedBytes: request.body)
                .resourceSpans.flatMap(\.scopeSpans).flatMap(\.spans)
        }
    }
}

#endif
