/// pprof's table of strings, each written once. Index 0 is the empty string, as the format demands.
struct PprofStringTable {
    private(set) var strings = [""]
    private var indices = ["": 0]

    mutating func index(of string: String) -> Int {
        if let index = indices[string] { return index }
        let index = strings.count
        strings.append(string)
        indices[string] = index
        return index
    }
}
