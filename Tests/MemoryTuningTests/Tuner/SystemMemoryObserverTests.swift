import Foundation
@testable import MemoryTuning
import Testing

/// What the tuner sees of files like the kernel's.
struct SystemMemoryObserverTests {
    private static let stall = "some avg10=0.00 avg60=0.00 avg300=0.00 total=5\n"

    @Test func withVersionOneStallsAreTheMachines() throws {
        let fixture = try SystemFixture.versionOne(group: "/service")
        try fixture.write("300\n", to: "cgroup/memory/service/memory.usage_in_bytes")
        try fixture.write(Self.stall, to: "proc/pressure/memory")
        let observation = SystemMemoryObserver(MemoryReader(fixture.paths)).observe()
        #expect(observation.stallScope == .machine)
        #expect(observation.stalledSome == .microseconds(5))
    }

    /// 40 MiB of the heap, 16 MiB of shared memory and 160 MiB of files that are read again and again.
    private static let stat = [
        ("anon", 40 << 20), ("file", 176 << 20), ("shmem", 16 << 20), ("inactive_anon", 16 << 20),
        ("active_anon", 40 << 20), ("inactive_file", 60 << 20), ("active_file", 100 << 20),
    ]

    @Test func cachedFilesDoNotCountWithVersionTwo() throws {
        let fixture = try SystemFixture.versionTwo(group: "/service")
        try fixture.writeGroup("/service", usage: 216 << 20, max: "\(256 << 20)")
        let text = Self.stat.map { "\($0) \($1)\n" }.joined()
        try fixture.write(text, to: "cgroup/service/memory.stat")
        let reader = MemoryReader(fixture.paths)
        let observer = SystemMemoryObserver(reader)
        #expect(observer.observe().groupUsed == 56 << 20)
        #expect(observer.used(against: .controlGroup) == 56 << 20)
        #expect(reader.read(.controlGroup).controlGroup?.workingSet == 156 << 20)
    }

    @Test func cachedFilesDoNotCountWithVersionOne() throws {
        let fixture = try SystemFixture.versionOne(group: "/service")
        try fixture.write("\(216 << 20)\n", to: "cgroup/memory/service/memory.usage_in_bytes")
        let text = Self.stat.map { "\($0) 1\n" }.joined() + Self.stat.map { "total_\($0) \($1)\n" }.joined()
        try fixture.write(text, to: "cgroup/memory/service/memory.stat")
        #expect(SystemMemoryObserver(MemoryReader(fixture.paths)).observe().groupUsed == 56 << 20)
    }

    @Test func whatOthersUseBelowTheSameLimitCountsWithVersionTwo() throws {
        let fixture = try SystemFixture.versionTwo(group: "/pod/service")
        try fixture.writeGroup("/pod/service", usage: 100, max: "2000")
        try fixture.write("inactive_file 10\n", to: "cgroup/pod/service/memory.stat")
        try fixture.write("high 0\nmax 1\noom 0\n", to: "cgroup/pod/service/memory.events")
        try fixture.writeGroup("/pod", usage: 900, max: "max", high: "1000")
        try fixture.write("inactive_file 200\nactive_file 50\n", to: "cgroup/pod/memory.stat")
        try fixture.write("high 20\nmax 3\noom 0\n", to: "cgroup/pod/memory.events")
        let reader = MemoryReader(fixture.paths)
        let observer = SystemMemoryObserver(reader)
        let observation = observer.observe()
        #expect(observation.groupLimit == 1000)
        #expect(observation.groupUsed == 650)
        #expect(observation.groupUsedWithFiles == 900)
        #expect(observer.used(against: .controlGroup) == 650)
        #expect(observation.limitHits == 23)
        #expect(observation.groupFolder?.hasSuffix("/pod") == true)
        #expect(reader.read(.controlGroup).controlGroup?.usage == 100)
        // A sibling's limit is hit again and again.
        try fixture.write("high 20\nmax 900\noom 0\n", to: "cgroup/pod/memory.events")
        try fixture.write("high 20\nmax 4\noom 0\n", to: "cgroup/pod/memory.events.local")
        #expect(SystemMemoryObserver(MemoryReader(fixture.paths)).observe().limitHits == 24)
        // The service's own limit becomes the least.
        try fixture.write("500\n", to: "cgroup/pod/service/memory.max")
        let next = observer.observe()
        #expect(next.groupLimit == 500)
        #expect(next.groupUsed == 90)
        #expect(next.limitHits == 1)
    }

    @Test func aGroupThatIsNotFoundAtOnceIsSoughtAgain() throws {
        let fixture = try SystemFixture.versionTwo(group: "/old")
        try fixture.writeGroup("/old", usage: 100, max: "2000")
        let observer = SystemMemoryObserver(MemoryReader(fixture.paths))
        #expect(observer.observe().groupLimit == 2000)
        // The process goes to another one, of which nothing can be read at first.
        try fixture.write("", to: "cgroup/old/memory.current")
        try fixture.write("0::/new\n", to: "proc/self/cgroup")
        try FileManager.default.removeItem(atPath: "\(fixture.root)/cgroup/old")
        #expect(observer.observe().groupLimit == nil)
        #expect(observer.observe().groupLimit == nil)
        try fixture.writeGroup("/new", usage: 100, max: "3000")
        #expect(observer.observe().groupLimit == 3000)
    }

    @Test(arguments: [(1000, 900, "/pod"), (700, 100, "/pod/service")])
    func whatOthersUseBelowTheSameLimitCountsWithVersionOne(sum: Int, used: Int, folder: String) throws {
        let fixture = try SystemFixture.versionOne(group: "/pod/service")
        for (group, usage, limit) in [("pod/service", 100, 2000), ("pod", 900, 1000)] {
            try fixture.write("\(usage)\n", to: "cgroup/memory/\(group)/memory.usage_in_bytes")
            try fixture.write("\(limit)\n", to: "cgroup/memory/\(group)/memory.limit_in_bytes")
        }
        try fixture.write("hierarchical_memory_limit \(sum)\n", to: "cgroup/memory/pod/service/memory.stat")
        let observation = SystemMemoryObserver(MemoryReader(fixture.paths)).observe()
        #expect(observation.groupLimit == sum)
        // One that cannot be seen sets a limit that none of these has.
        #expect(observation.groupUsed == used)
        #expect(observation.groupFolder?.hasSuffix(folder) == true)
    }

    @Test func ofGroupsWithTheSameLimitTheOutermostCounts() throws {
        let fixture = try SystemFixture.versionTwo(group: "/pod/service")
        try fixture.writeGroup("/pod/service", usage: 100, max: "1000")
        try fixture.writeGroup("/pod", usage: 900, max: "1000")
        #expect(SystemMemoryObserver(MemoryReader(fixture.paths)).observe().groupUsed == 900)
    }

    @Test func whereOnlyTheLimitOfAGroupAboveCanBeReadTheOwnUseCounts() throws {
        let fixture = try SystemFixture.versionTwo(group: "/pod/service")
        try fixture.writeGroup("/pod/service", usage: 100)
        try fixture.writeGroup("/pod", usage: nil, max: "1000")
        let observation = SystemMemoryObserver(MemoryReader(fixture.paths)).observe()
        #expect(observation.groupLimit == 1000)
        #expect(observation.groupUsed == 100)
    }

    @Test func withVersionTwoStallsAreTheControlGroups() throws {
        let fixture = try SystemFixture.versionTwo(group: "/service")
        try fixture.writeGroup("/service")
        try fixture.write(Self.stall, to: "cgroup/service/memory.pressure")
        #expect(SystemMemoryObserver(MemoryReader(fixture.paths)).observe().stallScope == .controlGroup)
    }
}
