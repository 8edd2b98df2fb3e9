/// The names of threads: those that share one are one.
struct PageThreads {
    private(set) var names: [String] = []
    private var indices: [String: Int] = [:]

    /// -1 for a thread that is not known.
    mutating func index(of name: String?) -> Int {
        guard let name = name.map(ThreadName.text) else { return -1 }
        if let index = indices[name] { return index }
        indices[name] = names.count
        names.append(name)
        return names.count - 1
    }
}
