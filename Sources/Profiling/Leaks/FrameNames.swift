internal import Profiles

/// The functions at the addresses of this process, found by the symbol tables alone, and kept.
///
/// No symbolizer is started and no table is kept in memory: what is new to a look is looked up once.
struct FrameNames: Sendable {
    private var known: [UInt64: [Frame]] = [:]

    mutating func name(_ profile: inout HeapProfile) async {
        for number in profile.locations.indices {
            if let frames = known[profile.locations[number].address] { profile.locations[number].frames = frames }
        }
        profile = await profile.symbolicated(by: Symbolicator(environment: [:]))
        remember(profile.locations)
    }

    mutating func name(_ profile: inout TaskProfile) async {
        for number in profile.locations.indices {
            if let frames = known[profile.locations[number].address] { profile.locations[number].frames = frames }
        }
        profile = await profile.symbolicated(by: Symbolicator(environment: [:]))
        remember(profile.locations)
    }

    private mutating func remember(_ locations: [Location]) {
        for location in locations where !location.frames.isEmpty { known[location.address] = location.frames }
    }
}
