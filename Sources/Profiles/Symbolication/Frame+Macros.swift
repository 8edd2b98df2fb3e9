extension Frame {
    /// The macros whose expansion the code is, the inner ones first: `@Test` for an attached one, `expect` for one that
    /// stands by itself. Empty for code that people wrote, and where neither names nor files tell.
    package var macros: [String] {
        var result: [String] = []
        // Inlined, an expansion is a function of its own; closures in it were written by people.
        if let text = Demangler.fullName(of: mangledName), text.hasPrefix("freestanding macro expansion "),
            let macro = Self.macro(in: text)
        {
            result.append(macro)
        }
        var next = file.flatMap { $0.split(separator: "/").last }
        while let name = next, let text = Demangler.macroExpansion(inFile: Self.withoutExtension(name)) {
            guard let macro = Self.macro(in: text) else { break }
            result.append(macro)
            // An expansion inside another names the other's file.
            next = text.firstRange(of: " file @__").map { text[text.index($0.lowerBound, offsetBy: 6)...] }?
                .prefix { $0 != " " }
        }
        return result
    }

    private static func withoutExtension(_ name: Substring) -> String {
        String(name.hasSuffix(".swift") ? name.dropLast(6) : name)
    }

    /// The macro's name in `peer macro @Test expansion #1 of ...` or `freestanding macro expansion #1 of expect in ...`.
    private static func macro(in text: String) -> String? {
        let words = text.split(separator: " ")
        guard let expansion = words.firstIndex(of: "expansion") else { return nil }
        if words[..<expansion].last?.hasPrefix("@") == true { return String(words[expansion - 1]) }
        guard let of = words[expansion...].firstIndex(of: "of"), of + 1 < words.count else { return nil }
        return String(words[of + 1])
    }
}
