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

    @Test func withVersionTwoStallsAreTheControlGroups() throws {
        let fixture = try SystemFixture.versionTwo(group: "/service")
        try fixture.writeGroup("/service")
        try fixture.write(Self.stall, to: "cgroup/service/memory.pressure")
        #expect(SystemMemoryObserver(MemoryReader(fixture.paths)).observe().stallScope == .controlGroup)
    }
}
