import Foundation
import Testing

@testable import MemoryTuning

/// What is read of control groups, from folders made like the kernel's.
struct ControlGroupTests {
    private let unlimited = 9_223_372_036_854_771_712

    // MARK: Version 2

    @Test func readsVersionTwo() throws {
        let fixture = try SystemFixture.versionTwo(group: "/service")
        try fixture.writeGroup("/service", usage: 300, max: "1000", high: "900")
        try fixture.write("anon 100\nfile 150\ninactive_anon 7\ninactive_file 120\n", to: "cgroup/service/memory.stat")
        try fixture.write(
            "low 0\nhigh 4\nmax 3\noom 2\noom_kill 1\noom_group_kill 0\n",
            to: "cgroup/service/memory.events"
        )
        let memory = try #require(ControlGroup(fixture.paths)).memory()
        #expect(memory.version == .two)
        #expect(memory.usage == 300)
        #expect(memory.inactiveFile == 120)
        #expect(memory.workingSet == 180)
        #expect(memory.limit == ControlGroupLimit(max: 1000, high: 900))
        #expect(memory.events == ControlGroupEvents(high: 4, max: 3, outOfMemory: 2, kills: 1))
    }

    @Test func theLimitIsTheLeastOfAllLevels() throws {
        let fixture = try SystemFixture.versionTwo(group: "/pod/container/service")
        try fixture.writeGroup("/pod/container/service", max: "5000")
        try fixture.writeGroup("/pod/container", max: "max", high: "3000")
        try fixture.writeGroup("/pod", max: "4000", high: "max")
        let limit = try #require(ControlGroup(fixture.paths)).limit()
        #expect(limit.max == 4000)
        #expect(limit.high == 3000)
        #expect(limit.effective == 3000)
    }

    @Test func noLimitIsNil() throws {
        let fixture = try SystemFixture.versionTwo()
        try fixture.writeGroup("", usage: 5)
        let group = try #require(ControlGroup(fixture.paths))
        #expect(group.usage() == 5)
        #expect(group.limit() == ControlGroupLimit())
        #expect(group.limit().effective == nil)
    }

    @Test(arguments: [("0", "max"), ("max", "0")])
    func zeroIsALimit(max: String, high: String) throws {
        let fixture = try SystemFixture.versionTwo(group: "/pod/service")
        try fixture.writeGroup("/pod/service", max: max, high: high)
        try fixture.writeGroup("/pod", max: "1000", high: "max")
        #expect(try #require(ControlGroup(fixture.paths)).limit().effective == 0)
    }

    @Test func aLimitThatIsChangedIsFollowed() throws {
        let fixture = try SystemFixture.versionTwo(group: "/service")
        try fixture.writeGroup("/service", max: "1000")
        let group = try #require(ControlGroup(fixture.paths))
        #expect(group.limit().effective == 1000)
        try fixture.write("2000\n", to: "cgroup/service/memory.max")
        #expect(group.limit().effective == 2000)
        try fixture.write("max\n", to: "cgroup/service/memory.max")
        #expect(group.limit().effective == nil)
    }

    @Test func memoryIsChargedToTheNearestGroupAboveThatHasTheController() throws {
        let fixture = try SystemFixture.versionTwo(group: "/pod/inner")
        try fixture.writeGroup("/pod", usage: 70, max: "100")
        try fixture.write("1\n", to: "cgroup/pod/inner/cgroup.procs")
        let group = try #require(ControlGroup(fixture.paths))
        #expect(group.usage() == 70)
        #expect(group.limit().effective == 100)
    }

    @Test(arguments: ["/docker/4f2", "/größe"])
    func aContainersMountHidesTheGroupsAboveIt(root: String) throws {
        let fixture = try SystemFixture.versionTwo(group: "\(root)/worker", mountRoot: root)
        try fixture.writeGroup("/worker", usage: 1, max: "400")
        try fixture.writeGroup("", usage: 2, max: "300")
        let group = try #require(ControlGroup(fixture.paths))
        #expect(group.usage() == 1)
        #expect(group.limit().effective == 300)
    }

    @Test func aGroupOutsideOfTheMountIsNotGuessed() throws {
        let fixture = try SystemFixture.versionTwo(group: "/../other")
        try fixture.writeGroup("", usage: 1, max: "400")
        #expect(ControlGroup(fixture.paths) == nil)
    }

    // MARK: Version 1

    @Test func readsVersionOne() throws {
        let fixture = try SystemFixture.versionOne(group: "/service")
        let folder = "cgroup/memory/service"
        try fixture.write("300\n", to: "\(folder)/memory.usage_in_bytes")
        try fixture.write("2000\n", to: "\(folder)/memory.limit_in_bytes")
        try fixture.write("17\n", to: "\(folder)/memory.failcnt")
        try fixture.write("oom_kill_disable 0\nunder_oom 1\noom_kill 3\n", to: "\(folder)/memory.oom_control")
        try fixture.write(
            "inactive_file 1\nhierarchical_memory_limit 1500\ntotal_inactive_file 120\n",
            to: "\(folder)/memory.stat"
        )
        let memory = try #require(ControlGroup(fixture.paths)).memory()
        #expect(memory.version == .one)
        #expect(memory.usage == 300)
        #expect(memory.workingSet == 180)
        // A group above that cannot be seen has the lesser limit.
        #expect(memory.limit == ControlGroupLimit(max: 1500))
        #expect(memory.events == ControlGroupEvents(max: 17, kills: 3, isOutOfMemory: true))
    }

    @Test func withoutTheKernelsOwnSumVersionOnesLevelsAreCompared() throws {
        let fixture = try SystemFixture.versionOne(group: "/pod/service")
        try fixture.write("300\n", to: "cgroup/memory/pod/service/memory.usage_in_bytes")
        try fixture.write("\(unlimited)\n", to: "cgroup/memory/pod/service/memory.limit_in_bytes")
        try fixture.write("800\n", to: "cgroup/memory/pod/memory.limit_in_bytes")
        #expect(try #require(ControlGroup(fixture.paths)).limit().effective == 800)
    }

    @Test(arguments: ["hierarchical_memory_limit 0\n", "cache 0\n"])
    func zeroIsALimitOfVersionOne(stat: String) throws {
        let fixture = try SystemFixture.versionOne(group: "/service")
        try fixture.write("300\n", to: "cgroup/memory/service/memory.usage_in_bytes")
        try fixture.write("0\n", to: "cgroup/memory/service/memory.limit_in_bytes")
        try fixture.write(stat, to: "cgroup/memory/service/memory.stat")
        #expect(try #require(ControlGroup(fixture.paths)).limit().effective == 0)
    }

    @Test func versionOneWritesNoLimitAsAHugeNumber() throws {
        let fixture = try SystemFixture.versionOne()
        try fixture.write("300\n", to: "cgroup/memory/memory.usage_in_bytes")
        try fixture.write("\(unlimited)\n", to: "cgroup/memory/memory.limit_in_bytes")
        try fixture.write("hierarchical_memory_limit \(unlimited)\n", to: "cgroup/memory/memory.stat")
        #expect(try #require(ControlGroup(fixture.paths)).limit() == ControlGroupLimit())
    }

    @Test func aHostsNameForAContainersRootIsUnderstood() throws {
        let fixture = try SystemFixture.versionOne(group: "/docker/4f2", mountRoot: "/docker/4f2")
        try fixture.write("300\n", to: "cgroup/memory/memory.usage_in_bytes")
        #expect(try #require(ControlGroup(fixture.paths)).usage() == 300)
    }

    // MARK: Nothing, nonsense, and what goes away

    @Test func withoutControlGroupsThereIsNone() throws {
        #expect(ControlGroup(try SystemFixture().paths) == nil)
        // The root of version 2 has no files of memory.
        #expect(ControlGroup(try SystemFixture.versionTwo().paths) == nil)
    }

    @Test(arguments: ["", "\n", "max", "12", "12 34\n", "-1\n", "0x10\n", "99999999999999999999\n", "1e9\n", " 5\n"])
    func nonsenseIsNil(text: String) throws {
        let fixture = try SystemFixture.versionTwo(group: "/service")
        try fixture.writeGroup("/service")
        for file in ["memory.current", "memory.max", "memory.high", "memory.stat", "memory.events"] {
            try fixture.write(text, to: "cgroup/service/\(file)")
        }
        let memory = try #require(ControlGroup(fixture.paths)).memory()
        #expect(memory == ControlGroupMemory(version: .two))
    }

    @Test func aNameWithBlanksIsFound() throws {
        let fixture = try SystemFixture()
        try fixture.write("0::/a\\134b c\n", to: "proc/self/cgroup")
        try fixture.write(
            "30 23 0:26 / \(fixture.root)/my\\040groups rw - cgroup2 none rw\n",
            to: "proc/self/mountinfo"
        )
        try fixture.write("8\n", to: "my groups/a\\134b c/memory.current")
        #expect(try #require(ControlGroup(fixture.paths)).usage() == 8)
    }

    @Test func theProcessesNextGroupIsFoundWhenTheOldOneHasGone() throws {
        let fixture = try SystemFixture.versionTwo(group: "/old")
        try fixture.writeGroup("/old", usage: 100)
        try fixture.writeGroup("/new", usage: 200)
        for (group, total) in [("old", 1), ("new", 2)] {
            let line = "some avg10=0.00 avg60=0.00 avg300=0.00 total=\(total)\n"
            try fixture.write(line, to: "cgroup/\(group)/memory.pressure")
        }
        let reader = MemoryReader(fixture.paths)
        #expect(reader.read(.core).controlGroup?.usage == 100)
        // What is open of a removed group can no longer be read.
        try fixture.write("", to: "cgroup/old/memory.current")
        try fixture.write("0::/new\n", to: "proc/self/cgroup")
        let statistics = reader.read(.stall)
        #expect(statistics.controlGroup?.usage == 200)
        #expect(statistics.stall?.some?.total == .microseconds(2))
        try fixture.write("", to: "cgroup/new/memory.current")
        try fixture.write("", to: "proc/self/cgroup")
        #expect(reader.read(.controlGroup).controlGroup == nil)
        #expect(reader.read(.controlGroup).controlGroup == nil)
    }
}
