/// The functions of a binary that allocate on every way through them.
struct CertainAllocators {
    private(set) var names: Set<String> = []

    /// - Parameter external: Whether a function of another binary does.
    init(_ functions: [MachineFunction], external: (String) -> Bool) {
        var callers: [String: [Int]] = [:]
        var work: [Int] = []
        for (index, function) in functions.enumerated() {
            var isCandidate = false
            for name in function.calls.compactMap(\.callee) {
                callers[name, default: []].append(index)
                isCandidate = isCandidate || Self.isSink(name) || external(name)
            }
            if isCandidate { work.append(index) }
        }
        while let index = work.popLast() {
            let function = functions[index]
            guard !names.contains(function.name) else { continue }
            let known = names
            let isCertain = function.alwaysPasses { call in
                guard let name = call.callee else { return false }
                return Self.isSink(name) || known.contains(name) || external(name)
            }
            guard isCertain else { continue }
            names.insert(function.name)
            work += callers[function.name] ?? []
        }
    }

    private static func isSink(_ name: String) -> Bool {
        Sink.byName[name].map(\.isAllocation) ?? false
    }
}
