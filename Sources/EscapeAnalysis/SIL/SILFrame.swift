/// One function of the chain that inlining made of calls.
struct SILFrame: Hashable, Sendable {
    /// The linker's name.
    var function: String
    var location: SILLocation?
}

extension SILFile {
    /// The functions that an instruction was inlined through, innermost first; the last one bears the code.
    func chain(of instruction: SILInstruction) -> [SILFrame] {
        chain(location: instruction.location, scope: instruction.scope)
    }

    private func chain(location: SILLocation?, scope: Int) -> [SILFrame] {
        var frames: [SILFrame] = []
        var location = location
        var next: Int? = scope
        // Real chains are shorter; damaged files may hold a circle.
        while let number = next, frames.count < 200, let found = scopes[number] {
            let (function, inlinedAt) = root(of: found)
            frames.append(SILFrame(function: function, location: location))
            next = inlinedAt
            location = inlinedAt.flatMap { scopes[$0]?.location }
        }
        return frames
    }

    /// The function that a scope lies in, and the scope of the call it was inlined at.
    private func root(of scope: SILScope) -> (function: String, inlinedAt: Int?) {
        var scope = scope
        var inlinedAt = scope.inlinedAt
        for _ in 0..<10_000 {
            switch scope.parent {
            case .function(let name): return (name, inlinedAt)
            case .scope(let number):
                guard let outer = scopes[number] else { return ("", inlinedAt) }
                scope = outer
                inlinedAt = inlinedAt ?? outer.inlinedAt
            }
        }
        return ("", inlinedAt)
    }
}
