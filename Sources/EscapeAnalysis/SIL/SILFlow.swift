internal import Profiles

/// The basic blocks of a function in SIL, and where each leads.
struct SILFlow: Sendable {
    private struct Block {
        /// The instruction that ends it; nil where there is none that makes sense.
        var end: SILInstruction?
        /// Indices of the blocks behind it.
        var next: [Int] = []
    }

    private let starts: [Int]
    private let blocks: [Block]
    /// Indices of the blocks before each.
    private let previous: [Int: [Int]]

    init(_ function: SILFunction, in file: SILFile) {
        starts = function.blocks
        var indices: [Substring: Int] = [:]
        for (index, line) in starts.enumerated() {
            indices[file.text(ofLine: line).prefix { $0 != "(" && $0 != ":" }] = index
        }
        let ends = starts.dropFirst() + [function.lines.upperBound + 1]
        blocks = zip(starts, ends).map { start, end in
            let terminator = SILInstruction(file.terminator(of: start..<max(start, end)))
            let names = terminator?.operands.split { !$0.isLetter && !$0.isNumber } ?? []
            return Block(end: terminator, next: names.compactMap { indices[$0] })
        }
        var previous: [Int: [Int]] = [:]
        for (index, block) in blocks.enumerated() {
            for next in block.next { previous[next, default: []].append(index) }
        }
        self.previous = previous
    }

    /// Is it up to a branch for which `isOwn` holds whether a line is reached before the function returns?
    ///
    /// Ways that throw or stop the program do not count.
    func isDecided(line: Int, by isOwn: (SILInstruction) -> Bool) -> Bool {
        let target = starts.partitionPoint { $0 <= line } - 1
        guard target >= 0 else { return false }
        let ends = blocks.indices.filter { $0 != target && blocks[$0].end?.operation == "return" }
        let passing = reaching(ends, without: target)
        let certain = reaching([target]).subtracting(passing)
        return blocks.indices.contains { index in
            let next = blocks[index].next
            guard index != target, let end = blocks[index].end, Self.branches.contains(end.operation),
                next.contains(where: passing.contains), next.contains(where: certain.contains)
            else { return false }
            return isOwn(end)
        }
    }

    /// The blocks from which one of `ends` is reached, these among them, on ways that do not pass another block.
    private func reaching(_ ends: [Int], without other: Int? = nil) -> Set<Int> {
        var work = ends
        var result = Set(ends)
        while let index = work.popLast() {
            for before in previous[index] ?? [] where before != other && result.insert(before).inserted {
                work.append(before)
            }
        }
        return result
    }

    private static let branches: Set<String> = [
        "cond_br", "switch_enum", "switch_enum_addr", "switch_value", "checked_cast_br", "checked_cast_addr_br",
    ]
}
