#if Server

public import Tracing

/// Names and values that go along with a request from service to service: the W3C recommendation Baggage.
///
/// Whoever is asked sees them, so nothing secret belongs there.
public struct Baggage: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// A value, and what was said about it.
    struct Entry: Hashable, Sendable {
        var value: String
        /// As in the header, after the first `;`.
        var properties: String?
    }

    private var entries: [String: Entry] = [:]

    /// The recommendation has every service pass on this many.
    private static let maximumEntries = 180
    private static let maximumBytes = 8_192

    public init() {}

    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { self[name] = value }
    }

    /// The value for a name; nil if there is none. Names of other characters than HTTP's tokens are not sent.
    public subscript(name: String) -> String? {
        get { entries[name]?.value }
        set { entries[name] = newValue.map { Entry(value: $0) } }
    }

    public var isEmpty: Bool { entries.isEmpty }
    public var names: [String] { entries.keys.sorted() }

    /// Entries that are not valid are left out, and so are all beyond the limits of the recommendation.
    init(header: String) {
        guard header.utf8.count <= Self.maximumBytes else { return }
        for part in header.split(separator: ",") {
            let fields = part.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
            guard
                let field = fields.first, let equals = field.firstIndex(of: "="),
                let value = PercentEncoding.decode(String(field[field.index(after: equals)...]).trimmingSpaces())
            else { continue }
            let name = String(field[..<equals]).trimmingSpaces()
            guard Self.isToken(name), entries.count < Self.maximumEntries || entries[name] != nil else { continue }
            let properties = fields.count > 1 ? String(fields[1]).trimmingSpaces() : nil
            guard properties?.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) != false else { continue }
            entries[name] = Entry(value: value, properties: properties)
        }
    }

    /// Nil if there is nothing to send.
    var header: String? {
        var header = ""
        for (name, entry) in entries.sorted(by: { $0.key < $1.key }).prefix(Self.maximumEntries) {
            guard Self.isToken(name) else { continue }
            let properties = entry.properties.map { ";\($0)" } ?? ""
            let text = "\(name)=\(PercentEncoding.encode(entry.value))\(properties)"
            guard header.utf8.count + text.utf8.count < Self.maximumBytes else { continue }
            header += header.isEmpty ? text : ",\(text)"
        }
        return header.isEmpty ? nil : header
    }

    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}

extension ServiceContext {
    /// What goes along with requests that are made in this context.
    public var baggage: Baggage {
        get { self[BaggageKey.self] ?? Baggage() }
        set { self[BaggageKey.self] = newValue.isEmpty ? nil : newValue }
    }
}

private enum BaggageKey: ServiceContextKey {
    typealias Value = Baggage

    static var nameOverride: String? { "baggage" }
}

#endif
