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

    @Test func withVersionTwoStallsAreTheControlGroups() throws {
        let fixture = try SystemFixture.versionTwo(group: "/service")
        try fixture.writeGroup("/service")
        try fixture.write(Self.stall, to: "cgroup/service/memory.pressure")
        #expect(SystemMemoryObserver(MemoryReader(fixture.paths)).observe().stallScope == .controlGroup)
    }
}
