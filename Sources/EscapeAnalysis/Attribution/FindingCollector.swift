internal import Profiles

/// Makes findings of call sites, and one of those that say the same.
struct FindingCollector {
    let module: String
    let files: SILFiles
    let sources: OwnSources
    var functionCount = 0

    private var findings = FindingSet()
    /// SIL instructions that a heap call was made from.
    var claimed: Set<CallSite.Key> = []
    /// Sites without a SIL instruction: what they are shows when all others are known.
    var keyless: [(site: CallSite, role: CallRole)] = []
    var coverage = Coverage()

    init(module: String, files: SILFiles, sources: OwnSources) {
        self.module = module
        self.files = files
        self.sources = sources
    }

    /// - Parameter thing: What the called helper makes, if it is one thing.
    mutating func add(_ site: CallSite, role: CallRole, thing: AllocatedThing? = nil) {
        switch role {
        case .sink(let sink):
            coverage.allocatingCalls += 1
            if let key = site.key, sink.isAllocation { claimed.insert(key) }
            if site.instruction == nil { keyless.append((site, role)) } else { addOperation(site, sink: sink) }
        case .metadata:
            insert(finding(site, state: .may, kind: .libraryCall, coldPath: .metadata))
        case .library(let effect), .helper(let effect):
            coverage.allocatingCalls += 1
            if !isEmptyLiteral(site) { insert(called(site, effect: effect, thing: thing)) }
        }
    }

    /// Adds what is in a function that nobody in the package calls by its name.
    mutating func addCallerless(_ site: CallSite, role: CallRole?) {
        guard case .sink = role, let role else { return }
        add(site, role: role)
    }

    /// Adds the operations that the optimizer moved to the stack, and values that need no box.
    mutating func addPromoted() {
        for file in files.read {
            for function in file.functions {
                for line in function.allocations where !claimed.contains(CallSite.Key(path: file.path, line: line)) {
                    guard let instruction = file.instruction(atLine: line),
                        instruction.isOnStack || instruction.operation == "init_existential_addr",
                        let thing = AllocatedThing(instruction, line: line, in: file),
                        thing.kind != .closureContext || instruction.arguments.firstRange(of: "(%") != nil
                    else { continue }
                    let site = callSite(of: instruction, line: line, in: function, of: file)
                    if site.own != nil { insert(described(site, thing: thing, state: .stack)) }
                }
            }
        }
    }

    /// - Parameter callers: The lines that call copies of other modules' functions.
    mutating func finished(free: [FreeFunction], callers: (String) -> [SourcePosition]) -> ModuleFindings {
        for item in keyless { addKeyless(item.site, role: item.role) }
        addPromoted()
        addPointerCalls()
        coverage.modules = [module]
        coverage.functions = functionCount
        coverage.unknownSILLines = files.read.reduce(0) { $0 + $1.unknownLines }
        findings.removeTold(of: Self.interpolation)
        findings.setCallers(callers)
        return ModuleFindings(
            findings: findings.all.filter { !$0.isFolded },
            folded: findings.all.filter(\.isFolded),
            freeFunctions: free,
            declarations: files.declarations(in: sources),
            coverage: coverage
        )
    }
}

extension FindingCollector {
    private mutating func addOperation(_ site: CallSite, sink: Sink) {
        guard let key = site.key, let instruction = site.instruction, let file = files.file(key.path) else { return }
        let state: AllocationState =
            switch sink {
            case .stackObject: .stack
            case .staticObject: .static
            // Its memory is the task's own, which takes a piece from the heap now and then.
            case .asyncLet: .may
            // The helper looks at the size of a type that is not known before.
            case .existential: .may
            default: .heap
            }
        let thing = AllocatedThing(instruction, line: key.line, in: file)
        // A value whose size is known at run time lies on the stack, but for what an accessor keeps while it yields.
        let isFrame = thing == nil && sink == .memory && file.function(atLine: key.line)?.isYieldOnce == true
        if thing == nil, !isFrame, !Self.explains(instruction, sink: sink) { coverage.mismatches += 1 }
        var result = described(site, thing: thing, state: state)
        if sink == .existential { result.isDirect = true }
        if thing == nil { result.kind = isFrame ? .coroutineFrame : Self.kind(of: sink, instruction: instruction) }
        result.bytes = sink.size(site.call)
        result.isStackLimitExceeded = state == .heap && instruction.isOnStack
        if state == .heap { result.coldPath = sink == .error ? .throws : coldPath(site) }
        if state == .heap, result.coldPath == nil, isDecidedWithin(site) {
            result.state = .may
            result.isDirect = true
        }
        insert(result)
    }

    func described(_ site: CallSite, thing: AllocatedThing?, state: AllocationState) -> EscapeFinding {
        var result = finding(site, state: state, kind: thing?.kind ?? .unknown, coldPath: nil)
        result.type = thing?.type
        result.subject = thing?.subject.map(Self.subject)
        // The library's function that was inlined here says more than the operation in it.
        if let own = site.own, own > 0, result.subject == nil || thing?.kind == .closureContext {
            result.subject = Self.subject(site.chain[own - 1].function)
        }
        return result
    }

    /// Operations that allocate by what they are lowered to.
    private static func explains(_ instruction: SILInstruction, sink: Sink) -> Bool {
        switch sink {
        case .memory, .coroutineFrame: instruction.operation == "begin_apply" || instruction.operation == "apply"
        default: false
        }
    }

    static func kind(of sink: Sink, instruction: SILInstruction?) -> AllocationKind {
        switch sink {
        case .box: .genericBox
        case .error: .errorBox
        case .existential: .existentialBox
        case .coroutineFrame: .coroutineFrame
        case .asyncLet: .asyncLet
        case .task: .task
        case .memory:
            instruction?.operation == "begin_apply"
                ? .coroutineFrame
                : instruction?.operation == "apply" ? .rawAllocation : .unknown
        case .object, .stackObject, .staticObject: .unknown
        }
    }

    func finding(
        _ site: CallSite,
        state: AllocationState,
        kind: AllocationKind,
        coldPath: ColdPath?
    ) -> EscapeFinding {
        let base = FunctionName.base(site.function)
        var mangled = site.inlinedCopy ?? base
        var place: SILLocation? = files.declaration(of: mangled)
        if let own = site.own {
            mangled = site.chain[own].function
            place = site.chain[own].location
        }
        return EscapeFinding(
            module: module,
            function: Self.name(mangled),
            mangledName: mangled,
            state: state,
            kind: kind,
            position: place.flatMap { sources.contains($0.file) ? Self.position($0) : nil },
            isLineKnown: site.own != nil,
            coldPath: coldPath,
            chain: site.chain.map {
                InlinedCall(
                    function: Self.name($0.function),
                    mangledName: $0.function,
                    position: $0.location.map(Self.position)
                )
            },
            copies: [base]
        )
    }

    func coldPath(_ site: CallSite) -> ColdPath? {
        if MetadataFunction.isOnceInitializer(site.function) { return .once }
        guard let key = site.key, let file = files.file(key.path) else { return nil }
        let end = file.terminator(ofBlockAt: key.line)
        if end.hasPrefix("throw") { return .throws }
        return end.hasPrefix("unreachable") ? .trap : nil
    }

    mutating func insert(_ finding: EscapeFinding) { findings.insert(finding) }

    static func position(_ location: SILLocation) -> SourcePosition {
        SourcePosition(file: location.file, line: location.line, column: location.column)
    }

    private static func name(_ mangled: String) -> String {
        Demangler.shortName(of: mangled) ?? mangled
    }

    /// The name without what the optimizer made of the function.
    static func subject(_ mangled: String) -> String {
        let name = name(mangled)
        return name.hasPrefix(specialized) ? String(name.dropFirst(specialized.count)) : name
    }

    private static let specialized = "specialized "
}
