#if Server

internal import SwiftProtobuf
internal import Tracing

extension SpanAttributes {
    /// No more than `limit` of the attributes, with texts cut to their limit.
    func messages(limit: Int, _ limits: SpanLimits) -> (messages: [OTLPKeyValue], dropped: Int) {
        var messages: [OTLPKeyValue] = []
        messages.reserveCapacity(Swift.min(count, limit))
        forEach { name, value in
            guard messages.count < limit else { return }
            var message = OTLPKeyValue()
            message.key = name
            message.value = value.message(limits)
            messages.append(message)
        }
        return (messages, count - messages.count)
    }
}

extension SpanAttribute {
    fileprivate func message(_ limits: SpanLimits) -> OTLPAnyValue {
        switch self {
        case .int32(let value): .with { $0.intValue = Int64(value) }
        case .int64(let value): .with { $0.intValue = value }
        case .double(let value): .with { $0.doubleValue = value }
        case .bool(let value): .with { $0.boolValue = value }
        case .string(let value): .with { $0.stringValue = limits.cut(value) }
        case .stringConvertible(let value): .with { $0.stringValue = limits.cut(value.description) }
        case .int32Array(let values): array(values) { value in .with { $0.intValue = Int64(value) } }
        case .int64Array(let values): array(values) { value in .with { $0.intValue = value } }
        case .doubleArray(let values): array(values) { value in .with { $0.doubleValue = value } }
        case .boolArray(let values): array(values) { value in .with { $0.boolValue = value } }
        case .stringArray(let values): array(values) { value in .with { $0.stringValue = limits.cut(value) } }
        case .stringConvertibleArray(let values):
            array(values) { value in .with { $0.stringValue = limits.cut(value.description) } }
        default: OTLPAnyValue()
        }
    }

    private func array<Value>(_ values: [Value], _ message: (Value) -> OTLPAnyValue) -> OTLPAnyValue {
        .with { $0.arrayValue.values = values.map(message) }
    }
}

extension SpanLimits {
    /// The text, without what is beyond the limit.
    fileprivate func cut(_ text: String) -> String {
        guard let limit = attributeValueLength, text.utf8.count > limit else { return text }
        return String(text.unicodeScalars.prefix(limit))
    }
}

extension MetricAttributes {
    var messages: [OTLPKeyValue] {
        pairs.map { pair in
            .with {
                $0.key = pair.name
                $0.value.stringValue = pair.value
            }
        }
    }
}

extension TelemetryResource.Value {
    var message: OTLPAnyValue {
        switch self {
        case .text(let text): .with { $0.stringValue = text }
        case .number(let number): .with { $0.intValue = number }
        case .list(let texts):
            .with { $0.arrayValue.values = texts.map { text in .with { $0.stringValue = text } } }
        }
    }
}

#endif
