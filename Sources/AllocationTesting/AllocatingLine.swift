/// What a line of a test's body allocated of one type.
struct AllocatingLine: Hashable, Sendable {
    private struct Key: Hashable {
        var type: String
        var calls: [String]
    }

    /// The Swift type, or whose raw memory it is.
    var type: String
    /// The application's calls that led there, innermost first, as a person reads them.
    var calls: [String]
    var blocks = 1
    /// As requested.
    var bytes: Int

    /// Adds up what has the same type and the same calls; most blocks come first.
    static func lines(_ blocks: [AllocatingLine]) -> [AllocatingLine] {
        var indices: [Key: Int] = [:]
        var lines: [AllocatingLine] = []
        for block in blocks {
            let key = Key(type: block.type, calls: block.calls)
            if let index = indices[key] {
                lines[index].blocks += block.blocks
                lines[index].bytes += block.bytes
            } else {
                indices[key] = lines.count
                lines.append(block)
            }
        }
        // Of equals, the first allocated comes first.
        return lines.enumerated().sorted { ($1.element.blocks, $0.offset) < ($0.element.blocks, $1.offset) }
            .map(\.element)
    }
}
