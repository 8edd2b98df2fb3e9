internal import CTrimtabPlatform

/// Follows the recording's tree of stacks and collects the distinct return addresses.
struct RecordedStacks {
    struct Stack {
        /// Indices into ``RecordedStacks/locations``, innermost call first.
        var locations: [Int] = []
        /// The number of the thread's record.
        var thread: UInt64?
        /// The number of the set of labels; 0 for none.
        var label = 0
    }

    private(set) var locations: [Location] = []
    private var indices: [UInt64: Int] = [:]
    private var steps = 0
    private let nodes: RecordingSection
    private let images: ImageMap

    init(nodes: RecordingSection, images: [Image]) {
        self.nodes = nodes
        self.images = ImageMap(images)
    }

    /// The stack that ends at a node.
    /// - Parameter node: Index into the table of nodes + 1; 0 stands for an unknown stack.
    mutating func stack(endingAt node: UInt32) -> Stack {
        var stack = Stack()
        var next = node
        while next != 0, next != RecordingFormat.nodeRoot {
            steps += 1
            guard let entry = nodes.entry(Int(next) - 1, as: trimtab_node.self), entry.parent != 0,
                stack.locations.count < RecordingFormat.maximumDepth, steps < RecordingFormat.maximumSteps
            else { return stack }
            if entry.parent == RecordingFormat.nodeRoot {
                stack.thread = entry.pc
                return stack
            }
            if entry.pc & RecordingFormat.pcLabel != 0 {
                stack.label = Int(UInt32(truncatingIfNeeded: entry.pc))
            } else {
                stack.locations.append(location(at: entry.pc))
            }
            next = entry.parent
        }
        return stack
    }

    private mutating func location(at address: UInt64) -> Int {
        if let index = indices[address] { return index }
        let index = locations.count
        indices[address] = index
        if address == RecordingFormat.pcTruncated {
            let frame = Frame(function: "(outer frames cut off)", origin: .system)
            locations.append(Location(address: address, frames: [frame]))
        } else {
            locations.append(Location(address: address, image: images.index(containing: address &- 1)))
        }
        return index
    }
}
