/// An instruction of SIL, as far as it matters for allocation.
struct SILInstruction: Hashable, Sendable {
    /// Such as `alloc_ref`; for a builtin, its name after `builtin `.
    var operation: String
    /// What stands behind the operation, without location and comment.
    var operands: String
    /// The name of its result, such as `%5`; nil without one.
    var result: String?
    var location: SILLocation?
    /// The number of its debug scope.
    var scope: Int

    /// nil for a line that holds no instruction with a scope.
    init?(_ line: Substring) {
        guard line.hasPrefix("  ") else { return nil }
        var text = line.drop { $0 == " " }
        guard let place = text.lastRange(of: ", scope ") else { return nil }
        guard let scope = Int(text[place.upperBound...].prefix { $0.isASCII && $0.isNumber }) else { return nil }
        self.scope = scope
        text = text[..<place.lowerBound]
        if let location = text.lastRange(of: ", loc ") {
            self.location = SILLocation(in: text[location.lowerBound...])
            text = text[..<location.lowerBound]
        }
        if text.first == "%" || text.first == "(", let equals = text.firstRange(of: " = ") {
            result = String(text[..<equals.lowerBound])
            text = text[equals.upperBound...]
        }
        var name = text.prefix { $0 != " " }
        if name == "builtin" {
            text = text.dropFirst("builtin \"".count)
            name = text.prefix { $0 != "\"" }
            operation = "builtin \(name)"
            text = text.dropFirst(name.count + 1)
        } else {
            operation = String(name)
            text = text.dropFirst(name.count)
        }
        operands = String(text.drop { $0 == " " })
    }

    /// Is it marked to lie on the stack?
    var isOnStack: Bool { operands.hasPrefix("[stack]") || attributes.contains("[on_stack]") }

    /// The leading `[...]` groups.
    private var attributes: Substring {
        var depth = 0
        let end = operands.firstIndex { character in
            if character == "[" { depth += 1 }
            if character == "]" { depth -= 1 }
            return depth == 0 && character != "]" && character != " "
        }
        return operands[..<(end ?? operands.endIndex)]
    }

    /// The operands without the leading `[...]` groups.
    var arguments: Substring { operands[attributes.endIndex...] }
}
