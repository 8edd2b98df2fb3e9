/// What the exported functions of one library do to the heap.
struct LibraryEffects: Codable, Sendable, Hashable {
    private let always: Set<String>
    private let direct: Set<String>
    private let transitive: Set<String>
    private let opaque: Set<String>
    private let none: Set<String>

    /// - Parameters:
    ///   - usual: Where what is made once for a type does not count; it tells what allocates.
    ///   - strict: Where it does; it tells what certainly does not.
    ///   - certain: The functions that allocate on every way through them.
    ///   - functions: The names of all functions, exported or not.
    init(
        exports: Set<String>,
        functions: Set<String>,
        usual: CallGraph,
        strict: CallGraph,
        certain: Set<String>
    ) {
        var byEffect: [CalleeEffect: Set<String>] = [:]
        let requirements = Self.requirements(usual, names: functions)
        for name in exports {
            var effect = usual.effects[name] ?? min(strict.effects[name] ?? .free, .opaque)
            if name.hasSuffix("Tj") {
                // It passes the call on to a method of a class or of a conformance: what those known here do.
                let method = String(name.dropLast(2))
                effect = usual.effects[method] ?? requirements[String(method.dropFirst(2))] ?? .opaque
            }
            if certain.contains(name) { effect = .always }
            byEffect[effect, default: []].insert(name)
        }
        always = byEffect[.always] ?? []
        direct = byEffect[.direct] ?? []
        transitive = byEffect[.transitive] ?? []
        opaque = byEffect[.opaque] ?? []
        none = byEffect[CalleeEffect.free] ?? []
    }

    /// nil for a function that is not the library's.
    func effect(of name: String) -> CalleeEffect? {
        if transitive.contains(name) { return .transitive }
        if direct.contains(name) { return .direct }
        if always.contains(name) { return .always }
        if opaque.contains(name) { return .opaque }
        return none.contains(name) ? CalleeEffect.free : nil
    }

    /// The requirements of protocols whose implementations mostly allocate, by the requirement's mangled name.
    ///
    /// A few that do would mark what every loop calls: advancing an index allocates for no type but bridged text.
    ///
    /// The name of an implementation ends with that of the requirement: `$sSayxGSTsST12makeIterator…FTW`.
    private static func requirements(_ graph: CallGraph, names: Set<String>) -> [String: CalleeEffect] {
        var counts: [String: (all: Int, allocating: Int)] = [:]
        for name in names where name.hasSuffix("TW") {
            let allocates = graph.effects[name]?.allocates ?? false
            let text = name.dropLast(2)
            // Standard protocols are S and a letter; of others the name is not abbreviated here.
            var place = text.startIndex
            while let found = text[place...].firstIndex(of: "S") {
                let rest = text[found...]
                let requirement = String(rest)
                counts[requirement, default: (0, 0)].all += 1
                if allocates { counts[requirement, default: (0, 0)].allocating += 1 }
                place = text.index(after: found)
            }
        }
        return counts.filter { $0.value.allocating * 2 > $0.value.all }.mapValues { _ in .transitive }
    }
}
