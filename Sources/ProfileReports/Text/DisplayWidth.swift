/// How many columns of a terminal text takes, and cutting it to fit.
package enum DisplayWidth {
    static func of(_ text: String) -> Int {
        text.reduce(0) { $0 + of($1) }
    }

    /// Two columns for East Asian wide characters and emoji, none for what only joins.
    static func of(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7f ? 0 : 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        if scalar.properties.isEmojiPresentation { return 2 }
        return wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }

    /// `text` with control characters made visible, so that no name can steer the terminal or turn what follows around.
    package static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: steers) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { steers($0) ? "\u{fffd}" : $0 }))
    }

    private static func steers(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x202a...0x202e, 0x2066...0x2069: true
        default: scalar.properties.generalCategory == .control
        }
    }

    /// `text` in at most `width` columns: its beginning, and `…` where something is missing.
    static func cutEnd(_ text: String, to width: Int) -> String {
        guard of(text) > width else { return text }
        return prefix(text, width: width - 1) + "…"
    }

    /// `text` in at most `width` columns: `…` and its end.
    static func cutStart(_ text: String, to width: Int) -> String {
        guard of(text) > width else { return text }
        return "…" + String(prefix(String(text.reversed()), width: width - 1).reversed())
    }

    /// `text` in at most `width` columns: `…` in place of its middle.
    static func cutMiddle(_ text: String, to width: Int) -> String {
        guard of(text) > width else { return text }
        let head = max(0, width - 1) / 2
        let tail = max(0, width - 1 - head)
        return prefix(text, width: head) + "…" + String(prefix(String(text.reversed()), width: tail).reversed())
    }

    private static func prefix(_ text: String, width: Int) -> String {
        var rest = width
        return String(
            text.prefix { character in
                rest -= of(character)
                return rest >= 0
            }
        )
    }

    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
        0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f900...0x1f9ff, 0x20000...0x3fffd,
    ]
}
