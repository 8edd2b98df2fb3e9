import Foundation
import ProfileReports
import Profiles
import Testing

/// What reports say of processor time.
struct CPUReportTests {
    private static let hot = Frame(function: "Parser.row(_:)", file: "/home/dev/orders/Sources/CSV.swift", line: 99)
    private static let cold = Frame(function: "Cache.find(_:)", file: "/home/dev/orders/Sources/Cache.swift", line: 7)

    private static let profile: CPUProfile = {
        func time(_ samples: Int) -> Estimate {
            Estimate(value: Double(samples) * 1e7, variance: Double(samples) * 1e14, samples: samples)
        }
        return CPUProfile(
            nanosecondsUsed: 1_010_000_000,
            sampling: CPUSamplingStatistics(taken: 100, dropped: 3, refusedThreads: 1),
            threads: [ProfiledThread(name: "one"), ProfiledThread(name: "two")],
            locations: [
                Location(address: 0x100, frames: [Frame(function: "swift_retain", origin: .swiftRuntime)]),
                Location(address: 0x200, frames: [hot]), Location(address: 0x300, frames: [cold]),
            ],
            stacks: [
                CPUStack(stack: [0, 1], thread: 0, time: time(40)), CPUStack(stack: [0, 1], thread: 1, time: time(20)),
                CPUStack(stack: [1], thread: 0, time: time(10)), CPUStack(stack: [2], thread: 0, time: time(25)),
                CPUStack(stack: [], thread: nil, time: time(5)),
            ]
        )
    }()

    private var report: HeapReport { HeapReport(SyntheticProfile.make(), cpu: Self.profile) }

    @Test func timeGoesToTheProgramsOwnLineWhateverItCalled() throws {
        let cpu = try #require(report.cpu)
        #expect(cpu.lines.map { $0.frame?.function } == ["Parser.row(_:)", "Cache.find(_:)", nil])
        #expect(cpu.lines.map(\.time.count) == [700_000_000, 250_000_000, 50_000_000])
        #expect(cpu.lines.map(\.time.estimate.samples) == [70, 25, 5])
        #expect(cpu.time.count == 1_000_000_000)
    }

    @Test func aStackOfTwoThreadsIsOne() throws {
        let stack = try #require(report.cpu?.stacks.first)
        #expect(stack.frames.map(\.function) == ["swift_retain", "Parser.row(_:)"])
        #expect(stack.threads == ["one", "two"] && stack.time.count == 600_000_000)
    }

    @Test func theTerminalShowsTimeByLineAndWhatWasLost() {
        let text = TerminalReport(.init(width: 100, currentDirectory: "/home/dev/orders")).text(report)
        #expect(text.contains("PROCESSOR TIME  1.00 s of 1.01 s used, from 100 samples\n"))
        #expect(text.contains("   70 %  0.70 s   0.55–0.88       70  Parser.row(_:)  Sources/CSV.swift:99\n"))
        #expect(text.contains("0.60 s, the largest of 2 stacks to this line, threads 'one', 'two'\n"))
        #expect(text.contains("3 samples of processor time dropped for lack of room.\n"))
        #expect(text.contains("1 thread could not be sampled: the kernel allows no more timers.\n"))
    }

    @Test func withoutSamplesNothingIsSaidOfTime() throws {
        let report = HeapReport(SyntheticProfile.make())
        #expect(!TerminalReport().text(report).contains("PROCESSOR TIME"))
        #expect(try json(report)["cpu"] is NSNull)
    }

    @Test func jsonHoldsTheSameNumbers() throws {
        let cpu = try #require(try json(report)["cpu"] as? [String: Any])
        #expect(cpu["nanoseconds"] as? Int == 1_000_000_000)
        #expect(cpu["nanosecondsUsed"] as? Int == 1_010_000_000)
        #expect(cpu["periodNanoseconds"] as? Int == 10_000_000)
        #expect(cpu["samplesDropped"] as? Int == 3)
        let stacks = try #require(cpu["stacks"] as? [[String: Any]])
        #expect(stacks.map { $0["nanoseconds"] as? Int } == [600_000_000, 250_000_000, 100_000_000, 50_000_000])
        let frames = try #require(stacks[0]["frames"] as? [[String: Any]])
        #expect(frames.map { $0["function"] as? String } == ["swift_retain", "Parser.row(_:)"])
    }

    @Test func thePageHoldsTheStacksOfTime() throws {
        let page = try String(decoding: HTMLReport().bytes(report, of: SyntheticProfile.make()), as: UTF8.self)
        let cpu = try #require(pageData(page)["cpu"] as? [String: Any])
        let rows = try #require(cpu["rows"] as? [String: Any])
        let times = try #require(rows["time"] as? [Int])
        // A stack has a row for each thread and set of labels.
        let nodes = try #require(rows["node"] as? [Int])
        let sums = Dictionary(zip(nodes, times), uniquingKeysWith: +)
        #expect(sums.values.sorted() == [50_000_000, 100_000_000, 250_000_000, 600_000_000])
        #expect(page.contains("class CPUView"))
    }

    private func json(_ report: HeapReport) throws -> [String: Any] {
        let object = try JSONSerialization.jsonObject(with: Data(JSONReport().bytes(report)))
        return try #require(object as? [String: Any])
    }
}
