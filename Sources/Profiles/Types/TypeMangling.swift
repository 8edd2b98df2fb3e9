/// Reads mangled type names out of copied memory. Contexts can stand in them by address; those are spelled out before
/// the demangler sees the name.
struct TypeMangling {
    let memory: CopiedMemory

    /// The type's name as Swift prints it; nil if it cannot be told.
    func name(at address: UInt64) -> String? {
        if let context = soleContext(at: address) { return qualifiedName(of: context) }
        guard let mangled = mangled(at: address) else { return nil }
        return Demangler.fullName(of: "$s" + mangled + "D").map { $0.replacing("Swift.", with: "") }
    }

    /// The context that the whole name is a reference to.
    func soleContext(at address: UInt64) -> TypeContext? {
        guard let kind = memory.load(address, as: UInt8.self), kind == 1 || kind == 2,
            memory.load(address + 5, as: UInt8.self) == 0
        else { return nil }
        return context(kind: kind, at: address + 1)
    }

    /// The names of the contexts from the module on, without generic arguments.
    func qualifiedName(of context: TypeContext) -> String? {
        var parts: [String] = []
        var next: TypeContext? = context
        for _ in 0..<64 {
            guard let current = next else { break }
            if let name = current.name, current.kind != .module || name != "Swift" { parts.append(name) }
            if let extended = current.extendedTypeName, let type = soleContext(at: extended) {
                next = type
            } else {
                next = current.parent
            }
        }
        return parts.isEmpty ? nil : parts.reversed().joined(separator: ".")
    }

    private func context(kind: UInt8, at reference: UInt64) -> TypeContext? {
        guard var target = memory.relative(reference) else { return nil }
        if kind == 2 {
            guard let pointed = memory.load(target, as: UInt64.self) else { return nil }
            target = pointed
        }
        return TypeContext(target, in: memory)
    }

    private func mangled(at address: UInt64) -> String? {
        var result: [UInt8] = []
        var hasReference = false
        var at = address
        while at - address < UInt64(CopiedMemory.longestText) {
            guard let byte = memory.load(at, as: UInt8.self) else { return nil }
            switch byte {
            case 0:
                guard !result.isEmpty else { return nil }
                // A context spelled out counts as several substitutions, so those that follow would be others.
                let text = String(decoding: result, as: UTF8.self)
                return hasReference && text.contains("A") ? nil : text
            case 1, 2:
                guard let context = context(kind: byte, at: at + 1), let spelled = mangled(context) else { return nil }
                result += spelled.utf8
                hasReference = true
                at += 5
            case 3...0x1f: return nil
            default:
                result.append(byte)
                at += 1
            }
        }
        return nil
    }

    private func mangled(_ context: TypeContext) -> String? {
        var parts: [String] = []
        var next: TypeContext? = context
        for _ in 0..<64 {
            guard let current = next else { return parts.reversed().joined() }
            if current.kind != .anonymous {
                let suffix: String
                switch current.kind {
                case .class: suffix = "C"
                case .struct: suffix = "V"
                case .enum: suffix = "O"
                case .protocol: suffix = "P"
                case .module: suffix = ""
                case .extension, .anonymous: return nil
                }
                guard let name = current.name, name.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
                let isStandard = current.kind == .module && name == "Swift"
                parts.append(isStandard ? "s" : "\(name.utf8.count)\(name)\(suffix)")
            }
            next = current.parent
        }
        return nil
    }
}
