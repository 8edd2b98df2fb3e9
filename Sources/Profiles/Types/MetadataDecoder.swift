/// Names Swift types from their metadata in copied memory, as Swift prints them but for the standard library's prefix.
///
/// Layouts are those of Swift's ABI. Names that were decoded are kept: types share their arguments.
final class MetadataDecoder {
    private let memory: CopiedMemory
    private let mangling: TypeMangling
    private var known: [UInt64: String?] = [:]
    /// All that one name may take, so that copies that refer to one another in circles come to an end.
    private var steps = 0

    /// Types nest some sixty deep in real programs.
    private static let deepest = 128
    private static let mostSteps = 20_000
    private static let longestName = 16_384

    init(_ memory: CopiedMemory) {
        self.memory = memory
        mangling = TypeMangling(memory: memory)
    }

    /// The type's name; nil if the metadata was not copied or makes no sense.
    func name(of metadata: UInt64) -> String? {
        if let known = known[metadata] { return known }
        steps = 0
        let name = name(of: metadata, depth: 0)
        known[metadata] = .some(name)
        return name
    }

    /// What a box or a closure context captures, as far as it can be told.
    func captures(of box: UInt64) -> [String?] {
        guard let descriptor = memory.load(box + 16, as: UInt64.self), descriptor != 0,
            let count = memory.load(descriptor, as: UInt32.self), count <= 64
        else { return [] }
        return (0..<UInt64(count)).map { number in
            memory.relative(descriptor + 12 + 4 * number).flatMap { mangling.name(at: $0) }
        }
    }

    /// The descriptor of a class's metadata.
    func context(ofClass metadata: UInt64) -> TypeContext? {
        memory.load(metadata + 40, as: UInt64.self).flatMap { TypeContext($0, in: memory) }
    }

    private func name(of metadata: UInt64, depth: Int) -> String? {
        steps += 1
        guard metadata % 8 == 0, depth < Self.deepest, steps < Self.mostSteps,
            let kind = memory.load(metadata, as: UInt64.self).flatMap(MetadataKind.init)
        else { return nil }
        let name: String?
        switch kind {
        case .class: name = nominal(metadata, contextAt: 40, depth: depth)
        case .struct, .enum, .optional, .foreignClass: name = nominal(metadata, contextAt: 8, depth: depth)
        case .tuple: name = tuple(metadata, depth: depth)
        case .function: name = function(metadata, depth: depth)
        case .existential: name = existential(metadata, depth: depth)
        case .metatype: name = argument(metadata + 8, depth: depth).map { "\($0).Type" }
        case .existentialMetatype: name = argument(metadata + 8, depth: depth).map { "any \($0).Type" }
        case .extendedExistential:
            name = memory.load(metadata + 8, as: UInt64.self).flatMap { memory.relative($0 + 4) }
                .flatMap { mangling.name(at: $0) }
        case .localBox, .genericBox, .errorBox, .task: name = nil
        }
        return name.flatMap { $0.utf8.count <= Self.longestName ? $0 : nil }
    }

    /// The name of the type whose metadata's address lies at `address`.
    private func argument(_ address: UInt64, depth: Int) -> String? {
        memory.load(address, as: UInt64.self).flatMap { name(of: $0, depth: depth + 1) }
    }

    // MARK: Structures, enumerations, classes

    private func nominal(_ metadata: UInt64, contextAt offset: UInt64, depth: Int) -> String? {
        guard let address = memory.load(metadata + offset, as: UInt64.self),
            let context = TypeContext(address, in: memory)
        else { return nil }
        let argumentOffset = offset == 40 ? context.classArgumentOffset : 16
        let arguments = argumentOffset.map {
            self.arguments(metadata &+ UInt64(bitPattern: $0), of: context, depth: depth)
        }
        return name(of: context, arguments: arguments ?? [])
    }

    private func arguments(_ words: UInt64, of context: TypeContext, depth: Int) -> [String] {
        var next = UInt64(context.shapeCount)
        return context.parameters.map { parameter in
            guard let parameter else { return "_" }
            defer { next += 1 }
            let place = words + 8 * next
            switch parameter {
            case .type: return argument(place, depth: depth) ?? "?"
            case .value: return memory.load(place, as: Int64.self).map(String.init) ?? "?"
            case .pack(let shape):
                guard let count = memory.load(words + 8 * UInt64(shape), as: UInt64.self), count <= 256,
                    let elements = memory.load(place, as: UInt64.self)
                else { return "repeat ?" }
                let names = (0..<count).map { argument((elements & ~1) + 8 * $0, depth: depth) ?? "?" }
                return "Pack{" + names.joined(separator: ", ") + "}"
            }
        }
    }

    /// From the module on; each context takes the arguments that the ones around it have not.
    private func name(of context: TypeContext, arguments: [String]) -> String? {
        var contexts: [TypeContext] = []
        var next: TypeContext? = context
        while let current = next, contexts.count < 64 {
            contexts.append(current)
            let extended = current.extendedTypeName.flatMap { mangling.soleContext(at: $0) }
            next = extended ?? current.parent
        }
        var parts: [String] = []
        var used = 0
        for current in contexts.reversed() {
            guard let name = current.name else { continue }
            if current.kind == .module {
                if name != "Swift" { parts.append(name) }
                continue
            }
            let end = min(max(used, current.parameterCount), arguments.count)
            let own = arguments[used..<end]
            used = end
            parts.append(own.isEmpty ? name : "\(name)<\(own.joined(separator: ", "))>")
        }
        // A type without a name of its own is told by none of those around it.
        return context.name == nil || parts.isEmpty ? nil : parts.joined(separator: ".")
    }

    // MARK: Structural types

    private func tuple(_ metadata: UInt64, depth: Int) -> String? {
        guard let count = memory.load(metadata + 8, as: UInt64.self), count <= 256 else { return nil }
        let labels =
            memory.load(metadata + 16, as: UInt64.self).flatMap(memory.text)?
            .split(separator: " ", omittingEmptySubsequences: false) ?? []
        let elements = (0..<Int(count)).map { number in
            let type = argument(metadata + 24 + 16 * UInt64(number), depth: depth) ?? "?"
            return number < labels.count && !labels[number].isEmpty ? "\(labels[number]): \(type)" : type
        }
        return "(" + elements.joined(separator: ", ") + ")"
    }

    private func function(_ metadata: UInt64, depth: Int) -> String? {
        guard let flags = memory.load(metadata + 8, as: UInt64.self) else { return nil }
        let count = flags & 0xffff
        guard count <= 256 else { return nil }
        let parameters = (0..<count).map { argument(metadata + 24 + 8 * $0, depth: depth) ?? "?" }
        let result = argument(metadata + 16, depth: depth) ?? "?"
        let isAsync = flags >> 29 & 1 != 0 ? " async" : ""
        let isThrowing = flags >> 24 & 1 != 0 ? " throws" : ""
        return "(\(parameters.joined(separator: ", ")))\(isAsync)\(isThrowing) -> \(result)"
    }

    private func existential(_ metadata: UInt64, depth: Int) -> String? {
        guard let flags = memory.load(metadata + 8, as: UInt32.self),
            let count = memory.load(metadata + 12, as: UInt32.self), count <= 64
        else { return nil }
        let hasSuperclass = flags >> 30 & 1 != 0
        guard count > 0 || hasSuperclass else { return flags >> 31 != 0 ? "Any" : "AnyObject" }
        var parts = hasSuperclass ? [argument(metadata + 16, depth: depth) ?? "?"] : []
        let first = metadata + (hasSuperclass ? 24 : 16)
        for number in 0..<UInt64(count) {
            let address = memory.load(first + 8 * number, as: UInt64.self) ?? 0
            parts.append(TypeContext(address & ~1, in: memory).flatMap { mangling.qualifiedName(of: $0) } ?? "?")
        }
        return "any " + parts.joined(separator: " & ")
    }
}
