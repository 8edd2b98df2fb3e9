internal import Profiles

/// Finds the allocations of one module: which machine calls allocate, and what in the source each comes from.
struct ModuleAnalyzer {
    let module: String
    /// All modules of the package.
    let modules: Set<String>
    let functions: [MachineFunction]
    let finder: CallSiteFinder
    /// What is known of functions of other binaries.
    let effects: [String: CalleeEffect]

    /// Outlined copies of values that need to know the values' types.
    private let metadataCopies: Set<String>

    init(
        module: String,
        modules: Set<String>,
        functions: [MachineFunction],
        finder: CallSiteFinder,
        effects: [String: CalleeEffect]
    ) {
        self.module = module
        self.modules = modules
        self.functions = functions
        self.finder = finder
        self.effects = effects
        let copies = functions.filter { function in
            FunctionName.isOutlinedCopy(function.name)
                && function.calls.contains { $0.callee.map(MetadataFunction.contains) ?? false }
        }
        metadataCopies = Set(copies.map(\.name))
    }

    private var files: SILFiles { finder.files }
    private var sources: OwnSources { finder.sources }

    /// The names of functions that the module calls and does not have.
    static func externals(of functions: [MachineFunction]) -> Set<String> {
        let local = Set(functions.map(\.name))
        return Set(functions.flatMap { $0.calls.compactMap(\.callee) }).subtracting(local)
    }

    func analyze() async throws(EscapeError) -> ModuleFindings {
        var result = FindingCollector(module: module, files: files, sources: sources)
        result.functionCount = functions.count
        var owners = CodeOwners(module: module, modules: modules, files: files, sources: sources)
        var copies = CopyCalls()
        // Helpers: functions without a line of the package. What they do counts where they are called.
        var helpers: [String: CalleeEffect] = [:]
        let certain = CertainAllocators(functions) { effects[$0] == .always }.names
        // What each helper makes; nil if it is several things.
        var things: [String: AllocatedThing?] = [:]
        var called: Set<String> = []
        var waiting: [String: [CallSite]] = [:]
        var work = calls { role(of: $0) }
        while !work.isEmpty {
            let sites = try await finder.sites(of: work.map { ($0.function, $0.call) })
            var grown: Set<String> = []
            for (site, item) in zip(sites, work) {
                if case .helper = item.role, let callee = site.call.callee { called.insert(callee) }
                let owner = site.own == nil ? owners.owner(of: site.function) : .module
                if let callee = site.call.callee, copies.copies.contains(callee) {
                    note(site, calling: callee, in: &copies)
                } else if owner != .other {
                    result.add(site, role: item.role, thing: site.call.callee.flatMap { things[$0] } ?? nil)
                }
                switch owner {
                case .module: continue
                case .package:
                    let effect = Self.effectOnHelper(item.role) ?? .opaque
                    if effect > helpers[site.function] ?? .free {
                        helpers[site.function] = effect
                        copies.add(site.function)
                        grown.insert(site.function)
                    }
                    continue
                case .other: break
                }
                if let copy = site.chain.first(where: { owners.owner(of: $0.function) == .package }) {
                    var inlined = site
                    inlined.inlinedCopy = copy.function
                    result.add(inlined, role: item.role)
                }
                waiting[site.function, default: []].append(site)
                if case .sink = item.role { note(thing(at: site), of: site.function, in: &things) }
                guard var effect = Self.effectOnHelper(item.role), !RuntimeFunction.isUnusual(site.function)
                else { continue }
                if certain.contains(site.function) || RuntimeFunction.isStorageMaker(site.function) {
                    effect = .always
                }
                if effect > helpers[site.function] ?? .free {
                    helpers[site.function] = effect
                    grown.insert(site.function)
                }
            }
            let known = helpers
            work = calls { call in
                guard let callee = call.callee, grown.contains(callee) else { return nil }
                return known[callee].map(CallRole.helper)
            }
        }
        // Reached through tables and closures only: there is no caller to report them at.
        for (function, sites) in waiting where !called.contains(function) && !Self.isSkipped(function) {
            for site in sites { result.addCallerless(site, role: role(of: site.call)) }
        }
        return result.finished(free: freeFunctions(), callers: copies.callers)
    }

    private func note(_ site: CallSite, calling copy: String, in copies: inout CopyCalls) {
        if let own = site.own, let place = site.chain[own].location {
            copies.add(line: FindingCollector.position(place), calling: copy)
        } else {
            copies.add(function: site.function, calling: copy)
        }
    }

    private func thing(at site: CallSite) -> AllocatedThing? {
        guard let key = site.key, let instruction = site.instruction, let file = files.file(key.path) else {
            return nil
        }
        return AllocatedThing(instruction, line: key.line, in: file)
    }

    private func note(_ thing: AllocatedThing?, of function: String, in things: inout [String: AllocatedThing?]) {
        if let known = things[function], known != thing {
            things[function] = .some(nil)
        } else {
            things[function] = thing
        }
    }

    private struct Item {
        var function: String
        var call: MachineCall
        var role: CallRole
    }

    private func calls(_ role: (MachineCall) -> CallRole?) -> [Item] {
        functions.flatMap { function -> [Item] in
            guard !Self.isSkipped(function.name) else { return [] }
            return function.calls.compactMap { call in
                role(call).map { Item(function: function.name, call: call, role: $0) }
            }
        }
    }

    /// Functions whose calls count at their callers in a form of their own.
    private static func isSkipped(_ name: String) -> Bool {
        Sink.helper(name) != nil || MetadataFunction.contains(name) || FunctionName.isOutlinedCopy(name)
    }

    private static func effectOnHelper(_ role: CallRole) -> CalleeEffect? {
        switch role {
        case .sink(let sink): sink.isAllocation ? .direct : nil
        case .library: .transitive
        case .helper(let effect): effect.allocates ? .transitive : nil
        case .metadata: nil
        }
    }

    private func role(of call: MachineCall) -> CallRole? {
        guard let callee = call.callee else { return nil }
        if let sink = Sink.helper(callee) { return .sink(sink) }
        if MetadataFunction.contains(callee) || metadataCopies.contains(callee) { return .metadata }
        if let count = call.arguments.first, RuntimeFunction.makesArray(callee) {
            return count == 0 ? nil : .library(.always)
        }
        if RuntimeFunction.allocating.contains(callee) { return .library(.direct) }
        if RuntimeFunction.isEnd(callee) || RuntimeFunction.isQuiet(callee) { return nil }
        if CLibraryFunction.allocating.contains(callee) { return .library(.transitive) }
        guard let effect = effects[callee], effect.allocates, !RuntimeFunction.isUnusual(callee) else { return nil }
        return .library(effect)
    }

    /// Functions of the package from which no allocating call can be reached, and no unknown one.
    private func freeFunctions() -> [FreeFunction] {
        let graph = CallGraph(functions, countsMetadata: true) { effects[$0] }
        var seen: Set<String> = []
        return functions.compactMap { function in
            guard (graph.effects[function.name] ?? .free) == .free, FunctionName.base(function.name) == function.name,
                let place = files.declaration(of: function.name), sources.contains(place.file),
                seen.insert(function.name).inserted
            else { return nil }
            return FreeFunction(
                module: module,
                function: Demangler.shortName(of: function.name) ?? function.name,
                mangledName: function.name,
                position: SourcePosition(file: place.file, line: place.line, column: place.column)
            )
        }
    }
}
