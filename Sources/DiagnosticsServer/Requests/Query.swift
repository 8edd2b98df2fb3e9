#if Server

internal import HTTPTypes

/// The parameters of a request, as `key=value&key=value`.
struct Query: Sendable {
    private let items: [(key: String, value: String)]

    /// - Throws: ``Refusal`` with 400 for what is no such text.
    init(parsing text: some StringProtocol) throws(Refusal) {
        var items: [(key: String, value: String)] = []
        for item in text.split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let key = Self.decoded(parts[0]), let value = parts.count > 1 ? Self.decoded(parts[1]) : "" else {
                throw Refusal(.badRequest, "The parameters make no sense: a % stands without its two digits.")
            }
            items.append((key, value))
        }
        self.items = items
    }

    /// The first value of a parameter, as in Go; nil if it is not there.
    subscript(key: String) -> String? { items.first { $0.key == key }?.value }

    /// A whole number, 0 for what is none, as Go takes `debug` and `gc`.
    func number(_ key: String) -> Int { self[key].flatMap { Int($0) } ?? 0 }

    private static func decoded(_ text: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard rest.count >= 2, let high = digit(rest.removeFirst()), let low = digit(rest.removeFirst()) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

#endif
