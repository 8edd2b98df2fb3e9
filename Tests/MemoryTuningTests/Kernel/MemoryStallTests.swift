import Testing

@testable import MemoryTuning

/// Pressure stall information of memory.
struct MemoryStallTests {
    private let text = """
        some avg10=0.31 avg60=12.50 avg300=100.00 total=1234567
        full avg10=0.00 avg60=0.07 avg300=0.00 total=7

        """

    @Test func readsTheMachines() throws {
        let fixture = try SystemFixture()
        try fixture.write(text, to: "proc/pressure/memory")
        let stall = try #require(MemoryStallFile(fixture.paths)?.read())
        #expect(stall.scope == .machine)
        #expect(stall.some?.last10Seconds == 0.31)
        #expect(stall.some?.last60Seconds == 12.5)
        #expect(stall.some?.last300Seconds == 100)
        #expect(stall.some?.total == .microseconds(1_234_567))
        #expect(stall.full?.last60Seconds == 0.07)
        #expect(stall.full?.total == .microseconds(7))
    }

    @Test func theControlGroupsComesFirst() throws {
        let fixture = try SystemFixture.versionTwo(group: "/service")
        try fixture.writeGroup("/service")
        try fixture.write(text, to: "proc/pressure/memory")
        try fixture.write(
            "some avg10=1.00 avg60=0.00 avg300=0.00 total=5\n",
            to: "cgroup/service/memory.pressure"
        )
        let group = try #require(ControlGroup(fixture.paths))
        let stall = try #require(MemoryStallFile(fixture.paths, of: group)?.read())
        #expect(stall.scope == .controlGroup)
        #expect(stall.some?.total == .microseconds(5))
        #expect(stall.full == nil)
    }

    @Test func aGroupWithoutItLeavesTheMachines() throws {
        let fixture = try SystemFixture.versionTwo(group: "/service")
        try fixture.writeGroup("/service")
        try fixture.write(text, to: "proc/pressure/memory")
        try fixture.write("", to: "cgroup/service/memory.pressure")
        let group = try #require(ControlGroup(fixture.paths))
        #expect(MemoryStallFile(fixture.paths, of: group)?.read()?.scope == .machine)
    }

    @Test(arguments: [
        "", "some\n", "some avg10=0.31 avg60=12.50 avg300=0.00 total=1",
        "some avg10=-1.00 avg60=0.00 avg300=0.00 total=1\n",
        "some avg10=100.01 avg60=0.00 avg300=0.00 total=1\n", "some avg10=.31 avg60=0.00 avg300=0.00 total=1\n",
        "some avg10=0.3 avg60=0.00 avg300=0.00 total=1\n", "some avg60=0.31 avg10=0.00 avg300=0.00 total=1\n",
        "some avg10=0.31 avg60=0.00 avg300=0.00 total=99999999999999999999\n",
    ])
    func nonsenseIsNil(line: String) throws {
        let fixture = try SystemFixture()
        try fixture.write(line, to: "proc/pressure/memory")
        #expect(MemoryStallFile(fixture.paths) == nil)
    }
}
