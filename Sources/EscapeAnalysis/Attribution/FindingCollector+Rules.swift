extension FindingCollector {
    /// Finds by rule what debug information does not say.
    mutating func addKeyless(_ site: CallSite, role: CallRole) {
        guard case .sink(let sink) = role else { return }
        guard sink.isAllocation else { return }
        let body = files.body(of: FunctionName.base(site.function))
        if let body, body.function.isYieldOnce, sink == .memory || sink == .coroutineFrame {
            coverage.foundByRule += 1
            insert(finding(site, state: .heap, kind: .coroutineFrame, coldPath: nil))
            return
        }
        let candidates = body.map { unclaimed(in: $0.function, of: $0.file, sink: sink) } ?? []
        guard let first = candidates.first else {
            var result = finding(site, state: .unattributed, kind: Self.kind(of: sink, instruction: nil), coldPath: nil)
            result.bytes = sink.size(site.call)
            insert(result)
            return
        }
        coverage.foundByRule += 1
        if candidates.count == 1, let key = first.key { claimed.insert(key) }
        let others = candidates.dropFirst().compactMap { candidate in
            candidate.own.flatMap { candidate.chain[$0].location }.map(Self.position)
        }
        var found = first
        found.call = site.call
        let thing = found.key.flatMap { key in
            files.file(key.path).flatMap { file in
                found.instruction.flatMap { AllocatedThing($0, line: key.line, in: file) }
            }
        }
        let isSized = thing?.kind == .existentialBox && sink != .object
        var result = described(found, thing: thing, state: isSized ? .may : .heap)
        if isSized { result.isDirect = true }
        result.alternatives = others
        result.bytes = sink.size(site.call)
        result.coldPath = sink == .error ? .throws : coldPath(found)
        insert(result)
    }

    /// Adds calls of C functions by their address that return memory: who allocates it is not known, but nothing else
    /// returns such.
    mutating func addPointerCalls() {
        for file in files.read {
            for function in file.functions {
                for line in function.allocations {
                    guard let instruction = file.instruction(atLine: line), instruction.operation == "apply",
                        !file.isCallByName(instruction, line: line)
                    else { continue }
                    let site = callSite(of: instruction, line: line, in: function, of: file)
                    guard site.own != nil else { continue }
                    insert(finding(site, state: .may, kind: .rawAllocation, coldPath: coldPath(site)))
                }
            }
        }
    }

    /// The operations of a function that a call of `sink` may come from and that no other call was made from.
    private func unclaimed(in function: SILFunction, of file: SILFile, sink: Sink) -> [CallSite] {
        function.allocations.compactMap { line in
            let key = CallSite.Key(path: file.path, line: line)
            guard !claimed.contains(key), let instruction = file.instruction(atLine: line), !instruction.isOnStack,
                let thing = AllocatedThing(instruction, line: line, in: file), sink.canMake(thing.kind)
            else { return nil }
            return callSite(of: instruction, line: line, in: function, of: file)
        }
    }

    /// A site of which the SIL is known and the machine's call is not.
    func callSite(
        of instruction: SILInstruction,
        line: Int,
        in function: SILFunction,
        of file: SILFile
    ) -> CallSite {
        let chain = file.chain(of: instruction)
        return CallSite(
            function: function.name,
            call: MachineCall(address: 0, target: .indirect),
            key: CallSite.Key(path: file.path, line: line),
            instruction: instruction,
            chain: chain,
            own: sources.first(chain, of: instruction)
        )
    }
}
