/// Marks text for a terminal, or leaves it alone.
package struct TerminalStyle: Sendable {
    /// What text can look like, by the number that switches it on (ECMA-48).
    package enum Look: Int {
        case bold = 1
        case faint = 2
        case inverse = 7
        case red = 31
        case yellow = 33
        case cyan = 36
    }

    var isColored: Bool

    package init(isColored: Bool) {
        self.isColored = isColored
    }

    package func callAsFunction(_ look: Look, _ text: String) -> String {
        isColored && !text.isEmpty ? "\u{1b}[\(look.rawValue)m\(text)\u{1b}[0m" : text
    }
}
