/// A context descriptor in copied memory: a module, an extension, or a type, as Swift's ABI lays it out.
struct TypeContext {
    enum Kind: UInt32 {
        case module = 0
        case `extension` = 1
        case anonymous = 2
        case `protocol` = 3
        case `class` = 16
        case `struct` = 17
        case `enum` = 18
    }

    /// What a key generic parameter stands for.
    enum Parameter {
        case type
        /// The number of the pack's shape.
        case pack(shape: Int)
        case value
    }

    let address: UInt64
    let kind: Kind
    private let flags: UInt32
    private let memory: CopiedMemory

    init?(_ address: UInt64, in memory: CopiedMemory) {
        guard address % 4 == 0, let flags = memory.load(address, as: UInt32.self), let kind = Kind(rawValue: flags & 31)
        else { return nil }
        self.address = address
        self.kind = kind
        self.flags = flags
        self.memory = memory
    }

    /// nil for extensions and anonymous contexts, and where the name was not copied.
    var name: String? {
        switch kind {
        case .extension, .anonymous: nil
        default: memory.relative(address + 8).flatMap(memory.text)
        }
    }

    var parent: TypeContext? {
        guard let reference = memory.relative(address + 4) else { return nil }
        let target = reference & 1 == 0 ? reference : memory.load(reference & ~1, as: UInt64.self)
        return target.flatMap { TypeContext($0, in: memory) }
    }

    /// Of an extension: where the mangled name of the extended type lies.
    var extendedTypeName: UInt64? {
        kind == .extension ? memory.relative(address + 8) : nil
    }

    // MARK: Generic parameters

    private var genericHeader: UInt64? {
        guard flags & 0x80 != 0 else { return nil }
        switch kind {
        case .extension: return address + 12
        case .anonymous: return address + 8
        case .class: return address + 52
        case .struct, .enum: return address + 36
        case .module, .protocol: return nil
        }
    }

    /// All generic parameters, those of the contexts around included.
    var parameterCount: Int {
        guard let header = genericHeader else { return 0 }
        return Int(min(memory.load(header, as: UInt16.self) ?? 0, 256))
    }

    /// How many words of pack lengths come before the arguments.
    var shapeCount: Int {
        packHeader.map { Int(memory.load($0 + 2, as: UInt16.self) ?? 0) } ?? 0
    }

    private var packHeader: UInt64? {
        guard let header = genericHeader, let flags = memory.load(header + 6, as: UInt16.self), flags & 1 != 0 else {
            return nil
        }
        let requirements = UInt64(min(memory.load(header + 2, as: UInt16.self) ?? 0, 256))
        return header + 8 + UInt64(parameterCount + 3) / 4 * 4 + 12 * requirements
    }

    /// By parameter; nil for those that have no argument of their own.
    var parameters: [Parameter?] {
        guard let header = genericHeader else { return [] }
        var packs = 0
        return (0..<parameterCount).map { number in
            guard let byte = memory.load(header + 8 + UInt64(number), as: UInt8.self), byte & 0x80 != 0 else {
                return nil
            }
            switch byte & 0x3f {
            case 0: return .type
            case 1:
                defer { packs += 1 }
                let shape = packHeader.flatMap { memory.load($0 + 8 + 8 * UInt64(packs), as: UInt16.self) }
                return .pack(shape: Int(shape ?? 0))
            default: return .value
            }
        }
    }

    /// Where a class's metadata keeps its generic arguments, in bytes from its address point.
    var classArgumentOffset: Int64? {
        if flags >> 29 & 1 != 0 {
            // The superclass is resilient: the offset is known at run time only.
            guard let bounds = memory.relative(address + 24), let offset = memory.load(bounds, as: Int64.self) else {
                return nil
            }
            return offset == 0 ? nil : offset
        }
        guard let negative = memory.load(address + 24, as: UInt32.self),
            let positive = memory.load(address + 28, as: UInt32.self),
            let immediate = memory.load(address + 32, as: UInt32.self)
        else { return nil }
        return flags >> 28 & 1 != 0 ? -8 * Int64(negative) : 8 * (Int64(positive) - Int64(immediate))
    }
}
