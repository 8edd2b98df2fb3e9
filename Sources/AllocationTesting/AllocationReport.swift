/// Says what a run did that it may not.
struct AllocationReport {
    private let run: ExplainedRun

    private static let mostLines = 20

    init(_ run: ExplainedRun) {
        self.run = run
    }

    /// nil if the rule is kept.
    func violation(of rule: AllocationRule) -> String? {
        guard !run.keeps(rule) else { return nil }
        let used = "The test allocated \(Self.text(blocks: run.allocatedBlocks, bytes: run.allocatedBytes))"
        switch rule {
        case .atMost(let limit): return text("\(used); it may allocate at most \(Self.blocks(limit))")
        case .exactly(let count): return text("\(used); it must allocate exactly \(Self.blocks(count))")
        case .bytes(let limit): return text("\(used); it may allocate at most \(Self.bytes(limit))")
        case .noLeaks: return leaks
        }
    }

    private var leaks: String {
        var result = run.leases.flatMap(Self.lines)
        if !run.leaked.isEmpty {
            let blocks = run.leaked.reduce(0) { $0 + $1.blocks }
            let left = Self.text(blocks: blocks, bytes: run.leaked.reduce(0) { $0 + $1.bytes })
            result.append("\(left) that the test allocated \(blocks == 1 ? "has" : "have") outlived it:")
            result += Self.list(run.leaked)
        }
        return (result + run.warnings).joined(separator: "\n")
    }

    private static func lines(of lease: UnreturnedLease) -> [String] {
        let isOne = lease.count == 1
        let objects = isOne ? "1 object" : "\(lease.count) objects"
        let summary =
            "\(objects) that the test borrowed from pool '\(lease.pool)' \(isOne ? "is" : "are") not given back"
        return lease.places.isEmpty ? [summary + "."] : [summary + ":"] + lease.places.map { "    \($0)" }
    }

    private func text(_ summary: String) -> String {
        var result = [summary + (run.allocated.isEmpty ? "." : ":")] + Self.list(run.allocated)
        if run.untracedBlocks > 0 {
            result.append("\(Self.blocks(run.untracedBlocks)) of them did not fit into the trace.")
        }
        if run.otherBlocks > 0 {
            result.append("Not counted: \(Self.blocks(run.otherBlocks)) of expectations, set-up and the runtime.")
        }
        return (result + run.warnings).joined(separator: "\n")
    }

    private static func list(_ lines: [AllocatingLine]) -> [String] {
        var result: [String] = []
        for line in lines.prefix(mostLines) {
            result.append("  \(text(blocks: line.blocks, bytes: line.bytes)): \(line.type)")
            result += line.calls.map { "    \($0)" }
        }
        if lines.count > mostLines { result.append("  and \(lines.count - mostLines) more") }
        return result
    }

    private static func text(blocks count: Int, bytes: Int) -> String {
        "\(blocks(count)) of \(Self.bytes(bytes))" + (count > 1 ? " in all" : "")
    }

    private static func blocks(_ count: Int) -> String {
        count == 1 ? "1 block" : "\(count) blocks"
    }

    private static func bytes(_ count: Int) -> String {
        count == 1 ? "1 byte" : "\(count) bytes"
    }
}
