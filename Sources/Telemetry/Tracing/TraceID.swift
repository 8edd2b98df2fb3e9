#if Server

/// Which trace a span belongs to: 16 bytes, not all zero.
public struct TraceID: Hashable, Sendable, CustomStringConvertible {
    let high: UInt64
    let low: UInt64

    /// 32 hexadecimal digits in lower case, as in the header `traceparent`.
    public var description: String { Hexadecimal.lower(high) + Hexadecimal.lower(low) }

    /// - Parameter text: 32 hexadecimal digits in lower case, not all zero; nil if it is anything else.
    public init?(_ text: String) { self.init(digits: text[...].utf8) }

    init?(digits: Substring.UTF8View) {
        guard
            digits.count == 32,
            let high: UInt64 = Hexadecimal.lowerNumber(digits.prefix(16)),
            let low: UInt64 = Hexadecimal.lowerNumber(digits.suffix(16)),
            high != 0 || low != 0
        else { return nil }
        self.init(high: high, low: low)
    }

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

#endif
