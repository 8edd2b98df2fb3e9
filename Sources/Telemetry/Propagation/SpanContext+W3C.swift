#if Server

/// The headers of the W3C recommendation Trace Context.
extension SpanContext {
    /// Nil where the header is not valid: then the request belongs to no trace.
    init?(traceparent: String, tracestate: String?) {
        let fields = traceparent.trimmingSpaces().utf8.split(
            separator: UInt8(ascii: "-"),
            omittingEmptySubsequences: false
        )
        guard
            fields.count >= 4,
            let version: UInt8 = Hexadecimal.lowerNumber(Substring(fields[0]).utf8), version != 255,
            // Later versions may add fields at the end.
            fields.count == 4 || version > 0,
            let traceID = TraceID(digits: Substring(fields[1]).utf8),
            let spanID = SpanID(digits: Substring(fields[2]).utf8),
            let flags: UInt8 = Hexadecimal.lowerNumber(Substring(fields[3]).utf8)
        else { return nil }
        self.init(
            traceID: traceID,
            spanID: spanID,
            isSampled: flags & 1 == 1,
            traceState: tracestate.flatMap(TraceState.valid) ?? "",
            isRemote: true
        )
    }

    var traceparent: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }
}

#endif
