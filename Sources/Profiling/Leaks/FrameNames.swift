internal import Profiles

/// The functions at the addresses of this process, found by the symbol tables alone, and kept.
///
/// No symbolizer is started and no table is kept in memory: what is new to a look is looked up once.
actor FrameNames {
    private var known: [UInt64: [Frame]] = [:]

    func named(_ profile: HeapProfile) async -> HeapProfile {
        var result = profile
        fill(&result.locations)
        result = await result.symbolicated(by: Symbolicator(environment: [:]))
        remember(result.locations)
        return result
    }

    func named(_ profile: TaskProfile) async -> TaskProfile {
        var result = profile
        fill(&result.locations)
        result = await result.symbolicated(by: Symbolicator(environment: [:]))
        remember(result.locations)
        return result
    }

    private func fill(_ locations: inout [Location]) {
        for number in locations.indices {
            if let frames = known[locations[number].address] { locations[number].frames = frames }
        }
    }

    private func remember(_ locations: [Location]) {
        for location in locations where !location.frames.isEmpty { known[location.address] = location.frames }
    }
}
