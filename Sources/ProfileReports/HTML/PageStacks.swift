internal import Profiles

/// The stacks of a page: frames interned, and stacks as a tree, because they share most of their outer frames.
struct PageStacks {
    struct Function: Encodable {
        /// Shortened by sense.
        let name: String
        let full: String
        let file: Nullable<String>
        let module: String
        /// Index into ``Frame/Origin``'s cases.
        let origin: Int
    }

    struct Nodes: Encodable {
        let parent: PageColumn<Int32>
        let frame: PageColumn<Int32>
    }

    private struct FunctionKey: Hashable {
        let function: String
        let file: String?
    }

    private struct Edge: Hashable {
        let parent: Int32
        let frame: Int32
    }

    private(set) var functions: [Function] = []
    /// A function's index and a line; the line is left out where it is unknown.
    private(set) var frames: [[Int]] = []
    private let names: Names
    private var functionNumbers: [FunctionKey: Int] = [:]
    private var frameNumbers: [Frame: Int32] = [:]
    private var edges: [Edge: Int32] = [:]
    private var parents: [Int32] = []
    private var frameOfNode: [Int32] = []

    init(names: Names) {
        self.names = names
    }

    /// A node leads to its caller; -1 is the outside.
    var nodes: Nodes { Nodes(parent: PageColumn(parents), frame: PageColumn(frameOfNode)) }

    /// - Parameter stack: Innermost first.
    /// - Returns: The node of its innermost frame; -1 for an empty stack.
    mutating func node(of stack: [Frame]) -> Int32 {
        var node: Int32 = -1
        for frame in stack.reversed() {
            let edge = Edge(parent: node, frame: number(of: frame))
            if let known = edges[edge] {
                node = known
                continue
            }
            node = Int32(clamping: parents.count)
            edges[edge] = node
            parents.append(edge.parent)
            frameOfNode.append(edge.frame)
        }
        return node
    }

    private mutating func number(of frame: Frame) -> Int32 {
        if let known = frameNumbers[frame] { return known }
        let number = Int32(clamping: frames.count)
        frameNumbers[frame] = number
        frames.append([functionNumber(of: frame)] + (frame.line.map { [$0] } ?? []))
        return number
    }

    private mutating func functionNumber(of frame: Frame) -> Int {
        let key = FunctionKey(function: frame.function, file: frame.file)
        if let known = functionNumbers[key] { return known }
        functionNumbers[key] = functions.count
        functions.append(
            Function(
                name: names.function(frame),
                full: DisplayWidth.printable(frame.function),
                file: Nullable(names.file(frame)),
                module: frame.module,
                origin: Frame.Origin.allCases.firstIndex(of: frame.origin) ?? 0
            )
        )
        return functions.count - 1
    }
}
