import Testing

@testable import Profiles

@Suite struct GroupingTests {
    private func profile() -> HeapProfile {
        let allocator = Frame(function: "malloc", origin: .allocator)
        let runtime = Frame(function: "swift_allocObject", origin: .swiftRuntime)
        let initializer = Frame(function: "Session.__allocating_init()", origin: .application)
        let add = Frame(function: "Store.add(_:)", file: "/src/Store.swift", line: 12, origin: .application)
        let main = Frame(function: "main", file: "/src/main.swift", line: 3, origin: .application)
        func usage(_ bytes: Double) -> Usage {
            Usage(objects: Estimate(value: 1, samples: 1), bytes: Estimate(value: bytes, variance: bytes, samples: 1))
        }
        return HeapProfile(
            threads: [ProfiledThread(name: "main"), ProfiledThread(name: "pool"), ProfiledThread(name: "pool")],
            images: [Image(path: "/lib/libc.so.6"), Image(path: "/srv/app"), Image(path: "/srv/libplugin.so")],
            locations: [
                Location(address: 1, image: 0, frames: [allocator]),
                Location(address: 2, image: 0, frames: [runtime]),
                Location(address: 3, image: 1, frames: [initializer]),
                Location(address: 4, image: 1, frames: [add, main]),
                Location(address: 5, image: 2, frames: [main]),
            ],
            sites: [
                Site(stack: [0, 1, 2, 3], thread: 0, inUse: usage(100)),
                Site(stack: [0, 1, 2, 3], thread: 1, inUse: usage(50)),
                Site(stack: [0, 4], thread: 2, inUse: usage(500)),
                Site(stack: [0, 1], thread: 2, inUse: usage(1)),
                Site(stack: [], inUse: usage(2)),
            ]
        )
    }

    @Test func mergesTheSameStackOfDifferentThreads() {
        let sites = profile().callSites()
        #expect(sites.map(\.inUse.bytes.value) == [500, 150, 2, 1])
        #expect(sites[1].inUse.bytes.variance == 150)
        #expect(sites[1].thread == nil)
        #expect(sites[0].thread == 2)
    }

    @Test func keepsTypesOfOneStackApart() {
        var profile = profile()
        profile.sites[0].type = "Session"
        #expect(profile.callSites().count == 5)
    }

    @Test func groupsByTheThreadsName() {
        let groups = profile().grouped(by: .thread)
        #expect(groups.map(\.name) == ["pool", "main", "unknown"])
        #expect(groups.map(\.inUse.bytes.value) == [551, 100, 2])
        #expect(groups[0].sites == [1, 2, 3])
    }

    @Test func groupsByTheImageOfTheFirstApplicationFrame() {
        let groups = profile().grouped(by: .image)
        #expect(groups.map(\.name) == ["/srv/libplugin.so", "/srv/app", "unknown", "/lib/libc.so.6"])
    }

    @Test func groupsByTheFunctionOfTheFirstApplicationFrame() {
        let groups = profile().grouped(by: .function)
        #expect(groups.map(\.name) == ["main", "Store.add(_:)", "unknown", "swift_allocObject"])
    }

    @Test func prefersApplicationFramesThatHaveALine() {
        let profile = profile()
        let found = profile.firstApplicationFrame(of: profile.sites[0])
        #expect(found?.frame.function == "Store.add(_:)")
        #expect(found?.location == 3)
    }

    @Test func takesAnApplicationFrameWithoutALineWhereNoneHasOne() {
        var profile = profile()
        profile.locations[3].frames = []
        #expect(profile.firstApplicationFrame(of: profile.sites[0])?.frame.function == "Session.__allocating_init()")
    }

    @Test func findsNoApplicationFrameInTheRuntimeAlone() {
        let profile = profile()
        #expect(profile.firstApplicationFrame(of: profile.sites[3]) == nil)
    }
}
