import Foundation
import Testing

@testable import MemoryTuning

/// What is read of a process.
struct ProcessFilesTests {
    private let page = Int(sysconf(Int32(_SC_PAGESIZE)))

    private func fixture(name: String = "server") throws -> SystemFixture {
        let fixture = try SystemFixture()
        try fixture.write("1000 300 100 5 0 123 0\n", to: "proc/self/statm")
        try fixture.write(
            "Name:\t\(name)\nVmPeak:\t  9999 kB\nVmHWM:\t    2048 kB\nVmRSS:\t 1200 kB\nVmSwap:\t   12 kB\nThreads:\t7\n",
            to: "proc/self/status"
        )
        let rest = (4...52).map { "\($0 * 100)" }.joined(separator: " ")
        try fixture.write("77 (\(name)) S \(rest)\n", to: "proc/self/stat")
        return fixture
    }

    @Test(arguments: ["server", "my server", "a) S 1 (b", ")", "VmHWM:\t1 kB"])
    func readsTheKernelsFiles(name: String) throws {
        let fixture = try fixture(name: name)
        let memory = ProcessFiles(fixture.paths).memory()
        #expect(memory.virtual == 1000 * page)
        #expect(memory.resident == 300 * page)
        #expect(memory.anonymous == 200 * page)
        #expect(memory.peak == 2048 << 10)
        #expect(memory.swap == 12 << 10)
        #expect(memory.threads == 7)
        #expect(memory.minorFaults == 1000)
        #expect(memory.majorFaults == 1200)
        let tick = 1.0 / Double(sysconf(Int32(_SC_CLK_TCK)))
        #expect(memory.userTime == .seconds(1400 * tick))
        #expect(memory.systemTime == .seconds(1500 * tick))
        #expect(memory.uptime != nil)
    }

    @Test func whatIsNotThereIsNil() throws {
        let memory = ProcessFiles(try SystemFixture().paths).memory()
        #expect(memory == ProcessMemory())
    }

    @Test(arguments: ["", "\n", "1000 300", "300 1000\n", "9223372036854775807 9223372036854775807 0\n", "a b c\n"])
    func nonsenseIsNil(text: String) throws {
        let fixture = try fixture()
        for file in ["statm", "stat", "status"] { try fixture.write(text, to: "proc/self/\(file)") }
        let memory = ProcessFiles(fixture.paths).memory()
        #expect(memory.anonymous == nil)
        #expect(memory.peak == nil)
        #expect(memory.swap == nil)
        #expect(memory.threads == nil)
        #expect(memory.userTime == nil)
        #expect(memory.uptime == nil)
    }

    @Test func thisProcessIsAlive() throws {
        let memory = ProcessFiles().memory()
        let resident = try #require(memory.resident)
        #expect(resident > 1 << 20)
        #expect(try #require(memory.anonymous) < resident)
        #expect(try #require(memory.virtual) > resident)
        #expect(try #require(memory.threads) >= 1)
        #expect(try #require(memory.minorFaults) > 0)
        #expect(try #require(memory.userTime) > .zero)
        #expect(try #require(memory.uptime) > .zero)
    }

    @Test func anotherProcessIsReadByItsNumber() throws {
        let own = ProcessFiles(process: Int(getpid())).memory()
        let uptime = try #require(own.uptime)
        #expect(try #require(own.resident) > 1 << 20)
        #expect(try #require(own.minorFaults) > 0)
        #expect(try #require(ProcessFiles().core().uptime) >= uptime)
    }
}
