/// Shortens a type's name to what a person needs to know it by: `Array<Optional<OrderService.SessionEvent>> storage`
/// becomes `[SessionEvent?] storage`.
enum ShortType {
    static func of(_ name: String) -> String {
        var reader = Reader(rest: name[...])
        let text = reader.type()
        // What is not understood stays as it is.
        return reader.rest.isEmpty ? text : name
    }

    /// Reads a name from its front.
    private struct Reader {
        var rest: Substring

        /// A type and what stands after it up to a comma or the end of its list.
        mutating func type() -> String {
            var text = ""
            while let character = rest.first, character != ",", character != ">", character != ")", character != "]" {
                if character.isLetter || character == "_" {
                    text += named()
                } else if let close = Self.closers[character] {
                    rest.removeFirst()
                    let parts = list()
                    text += "\(character)\(parts.joined(separator: ", "))"
                    if rest.first == close { text.append(rest.removeFirst()) }
                } else {
                    text.append(rest.removeFirst())
                    // An arrow's point closes nothing.
                    if character == "-", rest.first == ">" { text.append(rest.removeFirst()) }
                }
            }
            return text
        }

        private static let closers: [Character: Character] = ["(": ")", "[": "]", "<": ">"]

        private mutating func list() -> [String] {
            var parts = [type()]
            while rest.first == "," {
                rest.removeFirst()
                while rest.first == " " { rest.removeFirst() }
                parts.append(type())
            }
            return parts
        }

        /// A name without its modules, with its generic arguments; the standard library's sugar where it has some.
        private mutating func named() -> String {
            var name = identifier()
            while rest.first == ".", let next = rest.dropFirst().first, next.isLetter || next == "_" {
                rest.removeFirst()
                name = identifier()
            }
            guard rest.first == "<" else { return name }
            rest.removeFirst()
            let arguments = list()
            guard rest.first == ">" else { return "\(name)<\(arguments.joined(separator: ", "))" }
            rest.removeFirst()
            switch (name, arguments.count) {
            case ("Array", 1): return "[\(arguments[0])]"
            case ("Optional", 1): return "\(arguments[0])?"
            case ("Dictionary", 2): return "[\(arguments[0]): \(arguments[1])]"
            default: return "\(name)<\(arguments.joined(separator: ", "))>"
            }
        }

        private mutating func identifier() -> String {
            let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            rest = rest.dropFirst(name.count)
            return String(name)
        }
    }
}
