/// What a thread's name tells people.
enum ThreadName {
    /// The name in quotes; for a thread of Dispatch's pool, which Swift concurrency uses too, the queue it came from.
    ///
    /// The kernel keeps 15 bytes of a name, and Dispatch gives it the end of the queue's.
    static func text(of name: String) -> String {
        let queue = name.utf8.count == 15 ? queues.first { $0.hasSuffix(name) } : nil
        return queue.map { "\($0) (Dispatch, Swift concurrency)" } ?? "'\(name)'"
    }

    /// The end of a heading that names threads; empty where none is known.
    static func list(_ names: [String]) -> String {
        guard !names.isEmpty else { return "" }
        let shown = names.prefix(3).map { DisplayWidth.printable(text(of: $0)) }.joined(separator: ", ")
        let more = names.count > 3 ? " and \(names.count - 3) more" : ""
        return ", \(names.count == 1 ? "thread" : "threads") \(shown)\(more)"
    }

    private static let queues = [
        "maintenance", "background", "utility", "default", "user-initiated", "user-interactive",
    ].map { "com.apple.root.\($0)-qos" }
}
