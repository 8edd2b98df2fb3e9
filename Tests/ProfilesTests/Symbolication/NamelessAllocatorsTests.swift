import Testing

@testable import Profiles

struct NamelessAllocatorsTests {
    /// Stacks of `count` callers through the locations 0 and 1, which is how swift_slowAlloc is reached.
    private func profile(callers count: Int, names: [String]) -> HeapProfile {
        var profile = HeapProfile()
        profile.locations = (0..<count + 3).map { number in
            let name = number < names.count ? names[number] : "0x\(number)"
            return Location(address: UInt64(number), image: 0, frames: [Frame(function: name)])
        }
        profile.sites = (0..<count).map { Site(stack: [0, 1, $0 + 3, 2]) }
        return profile
    }

    @Test func whatAllStacksGoThroughWithoutANameIsAnAllocator() {
        #expect(NamelessAllocators(profile(callers: 40, names: [])).find() == [0, 1])
    }

    @Test func functionsWithNamesStayWhatTheyAre() {
        #expect(NamelessAllocators(profile(callers: 40, names: ["makeSession", "serve"])).find().isEmpty)
    }

    @Test func fewStacksProveNothing() {
        #expect(NamelessAllocators(profile(callers: 4, names: [])).find().isEmpty)
    }

    @Test func oneCallerDoesNotMakeAnAllocator() {
        var profile = profile(callers: 40, names: [])
        for index in profile.sites.indices { profile.sites[index].stack = [0, 1, 2, 1, 3 + index] }
        #expect(NamelessAllocators(profile).find().isEmpty)
    }
}
