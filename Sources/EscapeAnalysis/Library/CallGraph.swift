/// What calling each function of a binary can mean for the heap.
struct CallGraph {
    private(set) var effects: [String: CalleeEffect] = [:]

    /// - Parameters:
    ///   - countsMetadata: Whether what is made once for a type, or by the runtime for itself, counts.
    ///   - external: What is known of functions of other binaries; nil for unknown ones.
    init(_ functions: [MachineFunction], countsMetadata: Bool, external: (String) -> CalleeEffect?) {
        let local = Set(functions.map(\.name))
        var callers: [String: [String]] = [:]
        var work: [String] = []
        for function in functions {
            var effect = CalleeEffect.free
            for call in function.calls {
                guard let callee = call.callee else {
                    effect = max(effect, .opaque)
                    continue
                }
                if let own = Self.known(callee, countsMetadata: countsMetadata) {
                    effect = max(effect, own)
                } else if local.contains(callee) {
                    callers[callee, default: []].append(function.name)
                } else {
                    effect = max(effect, (external(callee) ?? .opaque).ofCaller)
                }
            }
            // Several functions may bear one name: the worst counts.
            if effect > effects[function.name] ?? .free { effects[function.name] = effect }
            if effect != .free { work.append(function.name) }
        }
        while let name = work.popLast() {
            let effect = (effects[name] ?? .free).ofCaller
            for caller in callers[name] ?? [] where effect > effects[caller] ?? .free {
                effects[caller] = effect
                work.append(caller)
            }
        }
    }

    /// What is decided by a function's name: the runtime's own, and what never comes back.
    private static func known(_ name: String, countsMetadata: Bool) -> CalleeEffect? {
        if let sink = Sink.byName[name] { return sink.isAllocation ? .direct : CalleeEffect.free }
        if RuntimeFunction.allocating.contains(name) { return .direct }
        if RuntimeFunction.isEnd(name) { return CalleeEffect.free }
        if MetadataFunction.contains(name) { return countsMetadata ? .direct : CalleeEffect.free }
        if countsMetadata, name.hasPrefix("swift_"), !RuntimeFunction.isReferenceCounting(name) { return .opaque }
        if RuntimeFunction.isQuiet(name) || !countsMetadata && RuntimeFunction.isUnusual(name) { return .free }
        if CLibraryFunction.allocating.contains(name) { return .transitive }
        return nil
    }
}
