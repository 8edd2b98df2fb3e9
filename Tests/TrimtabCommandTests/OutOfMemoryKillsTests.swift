import Testing

@testable import TrimtabCommands

struct OutOfMemoryKillsTests {
    private let unified = "30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n"
    private let legacy = "33 32 0:29 / /sys/fs/cgroup/memory rw,nosuid shared:12 - cgroup cgroup rw,memory\n"

    @Test func findsTheCounterOfTheUnifiedHierarchy() {
        let files = OutOfMemoryKills.files(groups: "0::/system.slice/a.service\n", mounts: unified)
        #expect(files == ["/sys/fs/cgroup/system.slice/a.service/memory.events"])
    }

    @Test func findsTheCounterOfTheMemoryController() {
        let files = OutOfMemoryKills.files(groups: "5:cpu:/x\n9:memory:/docker/abc\n", mounts: legacy)
        #expect(files == ["/sys/fs/cgroup/memory/docker/abc/memory.oom_control"])
    }

    @Test func takesTheMountItselfWhereAContainerSeesOnlyItsOwnGroup() {
        let mount = legacy.replacing("0:29 / /sys", with: "0:29 /docker/abc /sys")
        let files = OutOfMemoryKills.files(groups: "9:memory:/docker/abc\n", mounts: mount)
        #expect(files == ["/sys/fs/cgroup/memory/memory.oom_control"])
    }

    @Test func readsTheCountOfKills() {
        #expect(OutOfMemoryKills.count(in: "low 0\nhigh 3\noom 2\noom_kill 1\noom_group_kill 0\n") == 1)
        #expect(OutOfMemoryKills.count(in: "") == nil)
    }

    @Test func seesThatTheCountHasRisen() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("memory.events", "oom_kill 3\n")
        #expect(!OutOfMemoryKills(file: file, count: 3).hasRisen)
        #expect(OutOfMemoryKills(file: file, count: 2).hasRisen)
        #expect(!OutOfMemoryKills(file: file + "missing", count: 0).hasRisen)
    }
}
