/// Names the objects that a scan meets, by the metadata in the process's memory.
final class ObjectsInMemory {
    private let memory: any MemoryReader
    private var types: BlockType
    /// Words that proved to be no metadata since ``types`` was made; it remembers each.
    private var refused = 0
    /// The names of boxes and closures' contexts, which have the function in them that only a sample's stack tells, by metadata.
    private var boxes: [UInt64: String] = [:]

    private static let mostRefused = 1 << 15

    init(_ memory: any MemoryReader, boxes: [ReferenceScan.Sampled]) {
        self.memory = memory
        types = BlockType(CopiedMemory(memory))
        for box in boxes {
            if let word: UInt64 = memory.load(box.address.value) { self.boxes[word] = box.name.name }
        }
    }

    func describe(address: UInt64, word: UInt64) -> (name: String, size: Int)? {
        if let object = types.object(at: address, word: word) { return (boxes[word] ?? object.name, object.size) }
        refused += 1
        if refused == Self.mostRefused {
            types = BlockType(CopiedMemory(memory))
            refused = 0
        }
        return nil
    }
}
