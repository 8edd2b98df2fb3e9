/// The names of threads: those that share one are one.
struct PageThreads {
    private var list = PageList<String>()

    var names: [String] { list.values }

    /// -1 for a thread that is not known.
    mutating func index(of name: String?) -> Int {
        name.map { list.index(of: ThreadName.text(of: $0)) } ?? -1
    }
}
