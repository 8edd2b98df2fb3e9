/// Finds, among functions without names, those through which the rest of the program allocates.
///
/// In a stripped program that holds the Swift runtime, `swift_allocObject` has no name either, and every stack would
/// seem to end in the same line. What a good part of all stacks begin with, from different callers, is taken for such a
/// function, and after it its caller, as far as the runtime's own chains go.
struct NamelessAllocators {
    private let profile: HeapProfile
    private static let longestChain = 5
    private static let leastStacks = 10
    private static let leastShare = 0.2
    private static let leastCallers = 5
    /// Callers differ within so many frames: an allocator's own functions call one another from one place.
    private static let callerDepth = 3

    init(_ profile: HeapProfile) {
        self.profile = profile
    }

    /// Indices into ``HeapProfile/locations``.
    func find() -> Set<Int> {
        let stacks = Set(profile.sites.map(\.stack))
        let least = max(Self.leastStacks, Int(Double(stacks.count) * Self.leastShare))
        var found: Set<Int> = []
        for depth in 0..<Self.longestChain {
            var counts: [Int: Int] = [:]
            var callers: [Int: Set<ArraySlice<Int>>] = [:]
            for stack in stacks where stack.count > depth + 1 && stack.prefix(depth).allSatisfy(found.contains) {
                let location = stack[depth]
                guard isNameless(location) else { continue }
                counts[location, default: 0] += 1
                callers[location, default: []].insert(stack.dropFirst(depth + 1).prefix(Self.callerDepth))
            }
            let new = counts.keys.filter {
                counts[$0, default: 0] >= least && callers[$0, default: []].count >= Self.leastCallers
            }
            if new.isEmpty { break }
            found.formUnion(new)
        }
        return found
    }

    private func isNameless(_ number: Int) -> Bool {
        guard profile.locations.indices.contains(number) else { return false }
        let frames = profile.locations[number].frames
        return !frames.isEmpty && frames.allSatisfy { $0.function.hasPrefix("0x") && $0.origin == .application }
    }
}
