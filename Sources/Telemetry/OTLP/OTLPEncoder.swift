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

    /// Encodes each span by itself: as a part of the whole request, its size would be counted anew for each message that is
    /// around it, which took most of the exporter's time.
    func encode(_ spans: [SpanRecord]) throws -> [UInt8] {
        var ofScope: [UInt8] = try OTLPScopeSpans.with { $0.scope = scope }.serializedBytes()
        for span in spans {
            ofScope.append(protobuf: try OTLPSpan(span, limits: limits).serializedBytes(), field: 2)
        }
        var ofResource: [UInt8] = try OTLPResourceSpans.with { $0.resource = resource }.serializedBytes()
        ofResource.append(protobuf: ofScope, field: 2)
        var request: [UInt8] = []
        request.append(protobuf: ofResource, field: 1)
        return request
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

extension [UInt8] {
    /// Appends a message that is encoded already, as a field of the message that `self` is.
    fileprivate mutating func append(protobuf message: [UInt8], field: UInt8) {
        // The wire type of what has a length.
        append(field << 3 | 2)
        var length = message.count
        while length >= 0x80 {
            append(UInt8(truncatingIfNeeded: length) | 0x80)
            length >>= 7
        }
        append(UInt8(length))
        append(contentsOf: message)
    }
}

#endif
