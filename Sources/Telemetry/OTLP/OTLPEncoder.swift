#if Server

internal import SwiftProtobuf
internal import Tracing

/// Makes OTLP requests.
struct OTLPEncoder: Sendable {
    let resource: OTLPResource
    let scope: OTLPInstrumentationScope
    let limits: SpanLimits

    init(resource: TelemetryResource, limits: SpanLimits) {
        self.limits = limits
        self.resource = .with { message in
            message.attributes = resource.attributes.map { name, value in
                .with {
                    $0.key = name
                    $0.value = value.message
                }
            }
        }
        scope = .with {
            $0.name = TelemetryService.scope
            $0.version = TelemetryService.version
        }
    }

    func encode(_ spans: [SpanRecord]) throws -> [UInt8] {
        let request = OTLPExportTraceServiceRequest.with { request in
            request.resourceSpans = [
                .with { message in
                    message.resource = resource
                    message.scopeSpans = [
                        .with {
                            $0.scope = scope
                            $0.spans = spans.map { OTLPSpan($0, limits: limits) }
                        }
                    ]
                }
            ]
        }
        return try request.serializedBytes()
    }

    func encode(_ changes: [MetricTemporality.Change]) throws -> [UInt8] {
        let request = OTLPExportMetricsServiceRequest.with { request in
            request.resourceMetrics = [
                .with { message in
                    message.resource = resource
                    message.scopeMetrics = [
                        .with {
                            $0.scope = scope
                            $0.metrics = changes.map { OTLPMetric($0) }
                        }
                    ]
                }
            ]
        }
        return try request.serializedBytes()
    }
}

#endif
