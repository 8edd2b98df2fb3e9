#if Server

internal import Foundation
internal import Tracing

extension OTLPSpan {
    init(_ record: SpanRecord, limits: SpanLimits) {
        self.init()
        let data = record.snapshot
        traceID = record.spanContext.traceID.bytes
        spanID = record.spanContext.spanID.bytes
        traceState = record.spanContext.traceState
        if let parent = record.parent { parentSpanID = parent.spanID.bytes }
        flags = record.spanContext.flags(parent: record.parent)
        name = data.name
        kind = Kind(data.kind)
        startTimeUnixNano = data.start
        endTimeUnixNano = data.end ?? data.start
        let all = data.attributes.messages(limit: limits.attributes, limits)
        attributes = all.messages
        droppedAttributesCount = UInt32(clamping: data.droppedAttributes + all.dropped)
        events = data.events.map { Event($0, limits: limits) }
        droppedEventsCount = UInt32(clamping: data.droppedEvents)
        links = data.links.compactMap { Link($0, limits: limits) }
        droppedLinksCount = UInt32(clamping: data.droppedLinks)
        if let set = data.status { status = OTLPStatus(set) }
    }
}

extension OTLPSpan.Kind {
    fileprivate init(_ kind: SpanKind) {
        switch kind {
        case .server: self = .server
        case .client: self = .client
        case .producer: self = .producer
        case .consumer: self = .consumer
        case .internal: self = .internal
        }
    }
}

extension OTLPSpan.Event {
    fileprivate init(_ event: SpanEvent, limits: SpanLimits) {
        self.init()
        name = event.name
        timeUnixNano = event.nanosecondsSinceEpoch
        let all = event.attributes.messages(limit: limits.attributesPerEvent, limits)
        attributes = all.messages
        droppedAttributesCount = UInt32(clamping: all.dropped)
    }
}

extension OTLPSpan.Link {
    /// Nil where the link's context holds no span.
    fileprivate init?(_ link: SpanLink, limits: SpanLimits) {
        guard let target = link.context.spanContext else { return nil }
        self.init()
        traceID = target.traceID.bytes
        spanID = target.spanID.bytes
        traceState = target.traceState
        flags = target.flags(parent: target)
        let all = link.attributes.messages(limit: limits.attributesPerLink, limits)
        attributes = all.messages
        droppedAttributesCount = UInt32(clamping: all.dropped)
    }
}

extension OTLPStatus {
    /// A message is for errors alone.
    fileprivate init(_ status: SpanStatus) {
        self.init()
        switch status.code {
        case .ok: code = .ok
        case .error:
            code = .error
            message = status.message ?? ""
        }
    }
}

extension SpanContext {
    /// The flags of the trace, and whether the parent came from another process.
    fileprivate func flags(parent: SpanContext?) -> UInt32 {
        (isSampled ? 1 : 0) | 0x100 | (parent?.isRemote == true ? 0x200 : 0)
    }
}

extension TraceID {
    var bytes: Data { high.bigEndianBytes + low.bigEndianBytes }
}

extension SpanID {
    var bytes: Data { value.bigEndianBytes }
}

extension UInt64 {
    fileprivate var bigEndianBytes: Data { withUnsafeBytes(of: bigEndian) { Data($0) } }
}

#endif
