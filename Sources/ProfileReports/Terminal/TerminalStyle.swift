/// Marks text for a terminal, or leaves it alone.
struct TerminalStyle {
    /// What text can look like, by the number that switches it on (ECMA-48).
    enum Look: Int {
        case bold = 1
        case faint = 2
        case red = 31
        case yellow = 33
        case cyan = 36
    }

    var isColored: Bool

    func callAsFunction(_ look: Look, _ text: String) -> String {
        isColored && !text.isEmpty ? "\u{1b}[\(look.rawValue)m\(text)\u{1b}[0m" : text
    }
}
