/// What stands after `loc` in SIL.
struct SILLocation: Hashable, Sendable {
    var file: String
    var line: Int
    var column: Int

    /// The last `loc * "file":line:column` in `text`; nil if there is none that makes sense.
    init?(in text: Substring) {
        guard let start = text.lastRange(of: "loc ") else { return nil }
        var rest = text[start.upperBound...]
        if rest.hasPrefix("* ") { rest = rest.dropFirst(2) }
        guard rest.first == "\"" else { return nil }
        rest = rest.dropFirst()
        guard let end = rest.lastRange(of: "\":") else { return nil }
        file = String(rest[..<end.lowerBound])
        let numbers = rest[end.upperBound...].prefix { $0 == ":" || $0.isASCII && $0.isNumber }
        let parts = numbers.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 2, let line = Int(parts[0]), let column = Int(parts[1]) else { return nil }
        guard line > 0, !file.isEmpty, file != "<compiler-generated>" else { return nil }
        self.line = line
        self.column = column
    }
}
