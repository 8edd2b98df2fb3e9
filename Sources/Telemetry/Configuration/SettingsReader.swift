#if Server

/// Reads settings as OpenTelemetry's specification says: what is empty counts as not set; what makes no sense gives a
/// warning, and the default holds.
struct SettingsReader {
    private let value: (String) -> String?
    private(set) var warnings: [String] = []

    /// - Parameter value: The value of an environment variable, or nil.
    init(_ value: @escaping (String) -> String?) {
        self.value = value
    }

    func text(_ name: String) -> String? {
        guard let text = value(name)?.trimmingSpaces(), !text.isEmpty else { return nil }
        return text
    }

    mutating func warn(_ name: String, _ text: String, allowed: String, taken: String) {
        warnings.append("\(name) is '\(text)', which is not \(allowed): \(taken)")
    }

    /// Only "true" is true, in any case.
    mutating func flag(_ name: String) -> Bool {
        guard let text = text(name) else { return false }
        switch text.lowercased() {
        case "true": return true
        case "false": return false
        default:
            warn(name, text, allowed: "true or false", taken: "false is taken")
            return false
        }
    }

    mutating func number(_ name: String, in range: ClosedRange<Int>, default standard: Int) -> Int {
        optionalNumber(name, in: range, otherwise: "\(standard)") ?? standard
    }

    mutating func optionalNumber(_ name: String, in range: ClosedRange<Int>, otherwise: String) -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            let allowed =
                range.upperBound == .max ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
            warn(name, text, allowed: "a whole number, \(allowed)", taken: "\(otherwise) is taken")
            return nil
        }
        return number
    }

    mutating func milliseconds(_ name: String, atLeast least: Int = 0, default standard: Duration) -> Duration {
        let milliseconds = Int(standard / .milliseconds(1))
        return .milliseconds(number(name, in: least...Self.longest, default: milliseconds))
    }

    /// A year: longer times are mistakes.
    private static let longest = 365 * 24 * 3_600_000

    /// One of some names, in any case.
    mutating func choice<Value>(_ name: String, among values: [(String, Value)], otherwise: String) -> Value? {
        guard let text = text(name) else { return nil }
        if let value = values.first(where: { $0.0 == text.lowercased() }) { return value.1 }
        warn(name, text, allowed: values.map(\.0).joined(separator: ", "), taken: otherwise)
        return nil
    }

    /// A list of `name=value`, separated by commas, percent-encoded: the format of W3C Baggage without properties.
    ///
    /// - Returns: Nil if there is none or an entry is wrong: then none of them is taken.
    mutating func pairs(_ name: String) -> [(name: String, value: String)]? {
        guard let text = text(name) else { return nil }
        var pairs: [(name: String, value: String)] = []
        for entry in text.split(separator: ",") {
            let entry = String(entry).trimmingSpaces()
            if entry.isEmpty { continue }
            guard
                let equals = entry.firstIndex(of: "="),
                let key = PercentEncoding.decode(String(entry[..<equals]).trimmingSpaces()), !key.isEmpty,
                let value = PercentEncoding.decode(String(entry[entry.index(after: equals)...]).trimmingSpaces())
            else {
                warnings.append("\(name) has the entry '\(entry)', which is not name=value: the variable is ignored")
                return nil
            }
            pairs.append((key, value))
        }
        return pairs
    }
}

#endif
