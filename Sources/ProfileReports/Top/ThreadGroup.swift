/// Threads of one pool bear one name with a number.
enum ThreadGroup {
    static func name(of thread: String) -> String {
        let rest = thread.reversed().drop { $0.isNumber || "-_#: ".contains($0) }.reversed()
        return rest.isEmpty ? thread : String(rest)
    }
}
