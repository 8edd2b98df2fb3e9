#if Server

internal import Profiles
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

    /// Encodes each span by itself: as a part of the whole request, its size would be counted anew for each message that is
    /// around it, which took most of the exporter's time.
    func encode(_ spans: [SpanRecord]) throws -> [UInt8] {
        var ofScope = ProtobufWriter(try OTLPScopeSpans.with { $0.scope = scope }.serializedBytes())
        for span in spans {
            ofScope.message(2, try OTLPSpan(span, limits: limits).serializedBytes())
        }
        var ofResource = ProtobufWriter(try OTLPResourceSpans.with { $0.resource = resource }.serializedBytes())
        ofResource.message(2, ofScope.bytes)
        var request = ProtobufWriter()
        request.message(1, ofResource.bytes)
        return request.bytes
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
