/// What a block of memory holds, told by its first words; it is only as sure as the words are.
///
/// The rules are those by which no block of 70 MB of real heaps was taken for an object that was none: sizes that fit,
/// a descriptor that leads to a module, a reference count that is not 0 (of which the hooks make sure).
struct BlockType {
    private let memory: CopiedMemory
    private let decoder: MetadataDecoder
    private var known: [UInt64: Known] = [:]

    private struct Known {
        var kind: MetadataKind?
        var name: String?
        /// Bytes of the smallest instance.
        var size: Int
    }

    init(_ memory: CopiedMemory) {
        self.memory = memory
        decoder = MetadataDecoder(memory)
    }

    /// - Parameters:
    ///   - word: The block's first word.
    ///   - body: The word at 16.
    ///   - element: The metadata of an array's first element, or 0.
    ///   - size: Bytes of the block.
    /// - Returns: nil if the words do not prove it.
    mutating func name(word: UInt64, body: UInt64, element: UInt64, size: Int) -> String? {
        let found = examined(word)
        guard let kind = found.kind, size >= found.size else { return nil }
        switch kind {
        case .errorBox: return decoder.name(of: body).map { "error \($0)" } ?? "error"
        case .class where element != 0 && found.name == Self.arrayOfObjects:
            return decoder.name(of: element).map { "Array<\($0)> storage" } ?? found.name
        default: return found.name
        }
    }

    /// The same of an object whose size is not known, by what the memory holds now.
    /// - Parameter word: Its first word.
    /// - Returns: The name, and the bytes of the smallest such object; nil if the words do not prove it.
    mutating func object(at address: UInt64, word: UInt64) -> (name: String, size: Int)? {
        let found = examined(word)
        let isArray = found.kind == .class && found.name == Self.arrayOfObjects
        let body: UInt64? = found.kind == .errorBox ? memory.load(address &+ 16) : nil
        let first: UInt64? = isArray ? memory.load(address &+ 32) : nil
        let element: UInt64? = first.flatMap { $0 >= 4096 && $0 % 8 == 0 ? memory.load($0) : nil }
        return name(word: word, body: body ?? 0, element: element ?? 0, size: .max).map { ($0, found.size) }
    }

    private mutating func examined(_ word: UInt64) -> Known {
        if let seen = known[word] { return seen }
        let found = examine(word)
        known[word] = found
        return found
    }

    private static let arrayOfObjects = "Array<AnyObject> storage"

    private func examine(_ word: UInt64) -> Known {
        let none = Known(kind: nil, name: nil, size: 0)
        guard word >= 4096, word % 8 == 0, let kind = memory.load(word, as: UInt64.self).flatMap(MetadataKind.init)
        else { return none }
        switch kind {
        case .class:
            guard let size = instanceSize(ofClass: word), endsInModule(word), let name = decoder.name(of: word) else {
                return none
            }
            return Known(kind: kind, name: StorageName.readable(name), size: size)
        case .localBox:
            guard let offset = memory.load(word + 8, as: UInt32.self), offset >= 16, offset < 4096 else { return none }
            let captures = decoder.captures(of: word).map { $0 ?? "?" }
            let list = captures.isEmpty ? "" : " (\(captures.joined(separator: ", ")))"
            return Known(kind: kind, name: Self.localBox + list, size: Int(offset))
        case .genericBox:
            let type = memory.load(word + 16, as: UInt64.self).flatMap { decoder.name(of: $0) }
            return Known(kind: kind, name: type.map { "box of \($0)" } ?? "box", size: 16)
        case .errorBox: return Known(kind: kind, name: nil, size: 24)
        case .task: return Known(kind: kind, name: Self.task, size: 64)
        default: return none
        }
    }

    /// The two are alike in memory: a closure context of one capture and a captured variable.
    static let localBox = "captured variable or closure context"

    static let task = "Task"

    private func instanceSize(ofClass metadata: UInt64) -> Int? {
        guard memory.load(metadata + 20, as: UInt32.self) == 0, memory.load(metadata + 30, as: UInt16.self) == 0,
            let alignMask = memory.load(metadata + 28, as: UInt16.self), alignMask & (alignMask &+ 1) == 0,
            let size = memory.load(metadata + 24, as: UInt32.self), size >= 16,
            let classSize = memory.load(metadata + 32, as: UInt32.self),
            let addressPoint = memory.load(metadata + 36, as: UInt32.self),
            addressPoint >= 16, addressPoint < classSize, addressPoint % 8 == 0
        else { return nil }
        return Int(size)
    }

    private func endsInModule(_ metadata: UInt64) -> Bool {
        guard var context = decoder.context(ofClass: metadata), context.kind == .class else { return false }
        for _ in 0..<24 {
            if context.kind == .module { return context.name != nil }
            guard let parent = context.parent else { return false }
            context = parent
        }
        return false
    }
}
