/// What `/proc/PID/stat` says of a process; see proc(5).
struct ProcessStatus: Hashable {
    private let state: Character
    private let threads: Int
    /// When it started, in clock ticks since boot.
    let start: UInt64

    /// - Returns: nil if the text is not of that form.
    init?(_ text: String) {
        // The name stands in parentheses and may itself contain some.
        guard let name = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: name)...].split(separator: " ")
        guard fields.count > 19, let state = fields[0].first, let threads = Int(fields[17]),
            let start = UInt64(fields[19])
        else { return nil }
        (self.state, self.threads, self.start) = (state, threads, start)
    }

    /// Whether it only waits to be reaped; a process whose first thread alone has ended goes on.
    var hasEnded: Bool {
        (state == "Z" || state == "X") && threads <= 1
    }
}
