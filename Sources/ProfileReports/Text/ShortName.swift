/// Shortens a demangled Swift name to what a person needs to find the function: `OrderService.SessionStore.archive(_:
/// OrderService.Session) -> ()` becomes `SessionStore.archive(_:)`. Other names stay as they are.
enum ShortName {
    static func of(_ name: String) -> String {
        var rest = Substring(name)
        while let prefix = prefixes.first(where: rest.hasPrefix) { rest = rest.dropFirst(prefix.count) }
        if rest.hasPrefix("generic specialization <"), let of = rest.firstRange(of: "> of ") {
            rest = rest[of.upperBound...]
        }
        if let conformance = rest.firstRange(of: " in conformance ") { rest = rest[..<conformance.lowerBound] }
        let parts = split(rest, at: " in ")
        let isFull = parts.contains { $0.contains(" -> ") || $0.contains(": ") }
        guard isFull else { return parts.joined(separator: " in ") }
        return parts.map(declaration).joined(separator: " in ")
    }

    private static let prefixes = [
        "partial apply forwarder for ", "partial apply for ", "merged ", "specialized ", "generic not re-abstracted ",
        "protocol witness for ", "dispatch thunk of ", "reabstraction thunk helper ", "static ",
    ]

    /// A declaration's name with the labels of its arguments, without modules, types and what follows.
    private static func declaration(_ text: String) -> String {
        let text = withoutNotes(text)
        guard let open = topLevelIndex(of: "(", in: text) else {
            // A property's accessor: `Store.count.getter : Swift.Int`.
            let end = text.firstRange(of: " : ")?.lowerBound ?? text.endIndex
            return withoutModule(withoutGenerics(String(text[..<end])))
        }
        let base = withoutModule(withoutGenerics(String(text[..<open]).trimmed))
        if base.hasPrefix("closure #") || base.hasPrefix("implicit closure #") { return base }
        return base + "(" + labels(text[text.index(after: open)...]) + ")"
    }

    /// `(extension in M):` and `(name in _0123)`, the demangler's marks of extensions and private names, undone.
    private static func withoutNotes(_ text: String) -> String {
        var result = text
        while let start = result.firstRange(of: "(extension in "),
            let end = result[start.upperBound...].firstRange(of: "):")
        {
            result.removeSubrange(start.lowerBound..<end.upperBound)
        }
        while let mark = result.firstRange(of: " in _"), let open = result[..<mark.lowerBound].lastIndex(of: "("),
            let close = result[mark.upperBound...].firstIndex(of: ")")
        {
            result.replaceSubrange(open...close, with: String(result[result.index(after: open)..<mark.lowerBound]))
        }
        return result
    }

    /// The labels of an argument list, given what follows its opening parenthesis.
    private static func labels(_ text: Substring) -> String {
        var depth = 0
        var argument = ""
        var result = ""
        var previous: Character = " "
        func finish() {
            guard !argument.trimmed.isEmpty else { return }
            let label = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let isLabel = label.count == 2 && label[0].allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
            result += (isLabel ? String(label[0]) : "_") + ":"
            argument = ""
        }
        for character in text {
            if "([<".contains(character) { depth += 1 }
            if ")]".contains(character) || character == ">" && previous != "-" { depth -= 1 }
            if depth < 0 { break }
            if character == ",", depth == 0 {
                finish()
            } else if !(argument.isEmpty && character == " ") {
                argument.append(character)
            }
            previous = character
        }
        finish()
        return result
    }

    private static func withoutGenerics(_ text: String) -> String {
        var depth = 0
        var result = ""
        for character in text {
            if character == "<" { depth += 1 }
            if depth == 0 { result.append(character) }
            if character == ">" { depth = max(0, depth - 1) }
        }
        // Operators are made of such characters.
        return depth == 0 && !result.isEmpty ? result : text
    }

    /// Drops `Module.` before the rest of a qualified name.
    private static func withoutModule(_ text: String) -> String {
        let text = text.hasPrefix("static ") ? String(text.dropFirst("static ".count)) : text
        guard let dot = text.firstIndex(of: "."), dot != text.startIndex else { return text }
        let rest = text[text.index(after: dot)...]
        let isIdentifier = text[..<dot].allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
        return isIdentifier && !rest.isEmpty ? String(rest) : text
    }

    private static func topLevelIndex(of wanted: Character, in text: String) -> String.Index? {
        var depth = 0
        for index in text.indices {
            if text[index] == wanted, depth == 0 { return index }
            if text[index] == "<" { depth += 1 }
            if text[index] == ">" { depth = max(0, depth - 1) }
        }
        return nil
    }

    /// Splits where `separator` stands outside of all brackets.
    private static func split(_ text: Substring, at separator: String) -> [String] {
        var parts: [String] = []
        var depth = 0
        var start = text.startIndex
        var index = text.startIndex
        while index < text.endIndex {
            if depth == 0, text[index...].hasPrefix(separator) {
                parts.append(String(text[start..<index]))
                index = text.index(index, offsetBy: separator.count)
                start = index
                continue
            }
            if "([".contains(text[index]) { depth += 1 }
            if ")]".contains(text[index]) { depth -= 1 }
            index = text.index(after: index)
        }
        return parts + [String(text[start...])]
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
