/// Which lines call copies of other modules' functions, at first hand or by way of further copies.
struct CopyCalls {
    private var lines: [String: Set<SourcePosition>] = [:]
    private var functions: [String: Set<String>] = [:]

    /// The copies with calls that allocate.
    private(set) var copies: Set<String> = []

    mutating func add(_ copy: String) { copies.insert(copy) }

    mutating func add(line: SourcePosition, calling copy: String) {
        lines[FunctionName.base(copy), default: []].insert(line)
    }

    mutating func add(function: String, calling copy: String) {
        functions[FunctionName.base(copy), default: []].insert(FunctionName.base(function))
    }

    /// The lines from which a function is reached.
    func callers(of function: String) -> [SourcePosition] {
        var seen: Set<String> = [function]
        var work = [function]
        var result: Set<SourcePosition> = []
        while let next = work.popLast() {
            result.formUnion(lines[next] ?? [])
            work += (functions[next] ?? []).filter { seen.insert($0).inserted }
        }
        return result.sorted()
    }
}
