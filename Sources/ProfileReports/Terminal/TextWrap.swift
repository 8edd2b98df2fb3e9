/// Breaks text into lines at spaces.
enum TextWrap {
    /// Lines of at most `width` columns; a longer word has a line of its own and is cut.
    static func lines(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var used = 0
        for word in text.split(separator: " ") {
            let word = DisplayWidth.cutMiddle(String(word), to: width)
            let size = DisplayWidth.of(word)
            if used > 0, used + 1 + size > width {
                lines.append(line)
                line = ""
                used = 0
            }
            line += (used > 0 ? " " : "") + word
            used += size + (used > 0 ? 1 : 0)
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
