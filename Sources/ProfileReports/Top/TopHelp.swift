/// What the keys of `trimtab top` do.
package enum TopHelp {
    private static let keys: [(keys: String, text: String)] = [
        ("1-6, Tab, ← →", "types, sites, threads, tasks, labels, pools"),
        ("↑ ↓, j k", "select a row; its name is at the bottom"),
        ("PgUp PgDn", "a page up or down"),
        ("Home End, g G", "the first row, the last"),
        ("s", "sort by the next column"),
        ("r", "reverse the order"),
        ("/", "show rows with a text; Esc shows all"),
        ("m", "merge generic types, functions, thread pools"),
        ("p, Space", "pause, and go on"),
        ("n, Enter", "look now"),
        ("+ -", "look half as often, or twice as often"),
        ("Ctrl-L", "draw the screen anew"),
        ("? h", "this help; any key leaves it"),
        ("q, Ctrl-C", "quit; the program goes on as before"),
    ]

    static func lines(sort: TopSort) -> [String] {
        keys.map { entry in
            entry.keys + String(repeating: " ", count: max(2, 15 - DisplayWidth.of(entry.keys))) + entry.text
        } + ["", "Sorted by \(sort.title). Bytes and objects are estimates from samples."]
    }

    /// The keys for the command's help.
    package static var text: String {
        keys.map { "  " + $0.keys + String(repeating: " ", count: max(2, 15 - DisplayWidth.of($0.keys))) + $0.text }
            .joined(separator: "\n")
    }
}
