#if Server

/// Which span of a trace is meant: 8 bytes, not all zero.
public struct SpanID: Hashable, Sendable, CustomStringConvertible {
    let value: UInt64

    /// 16 hexadecimal digits in lower case, as in the header `traceparent`.
    public var description: String { Hexadecimal.lower(value) }

    /// - Parameter text: 16 hexadecimal digits in lower case, not all zero; nil if it is anything else.
    public init?(_ text: String) { self.init(digits: text[...].utf8) }

    init?(digits: Substring.UTF8View) {
        guard let value: UInt64 = Hexadecimal.lowerNumber(digits), value != 0 else { return nil }
        self.init(value: value)
    }

    init(value: UInt64) {
        self.value = value
    }
}

#endif
