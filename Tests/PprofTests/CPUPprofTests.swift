import Testing

@testable import Profiles

/// Profiles of processor time as pprof files.
struct CPUPprofTests {
    private static let profile = CPUProfile(
        program: Program(path: "/srv/app", processID: 7),
        period: 10_000_000,
        duration: 2,
        nanosecondsUsed: 71_000_000,
        sampling: CPUSamplingStatistics(taken: 7, dropped: 1),
        threads: [ProfiledThread(name: "worker", id: 3)],
        images: [Image(path: "/srv/app", range: 0x1000..<0x2000)],
        locations: [
            Location(address: 0x1100, image: 0, frames: [Frame(function: "work()", file: "a.swift", line: 3)]),
            Location(address: 0x1200, image: 0, frames: [Frame(function: "main()", file: "a.swift", line: 9)]),
        ],
        stacks: [
            CPUStack(stack: [0, 1], thread: 0, time: Estimate(value: 50e6, variance: 0, samples: 5)),
            CPUStack(stack: [], time: Estimate(value: 20e6, variance: 0, samples: 2)),
        ]
    )

    @Test func writesGosSampleTypesAndPeriod() throws {
        let bytes = try Gzip.decompress(Self.profile.pprof(), limit: 1 << 20)
        let file = try PprofFileReader.read(bytes, limits: PprofLimits())
        let types = file.sampleTypes.map { [file.string($0.type), file.string($0.unit)] }
        #expect(types == [["samples", "count"], ["cpu", "nanoseconds"]])
        #expect([file.string(file.periodType.type), file.string(file.periodType.unit)] == ["cpu", "nanoseconds"])
        #expect(file.period == 10_000_000 && file.durationNanoseconds == 2_000_000_000)
        #expect(file.values == [5, 50_000_000, 2, 20_000_000])
        #expect(file.labels.map { [file.string($0.key), file.string($0.text)] } == [["thread", "worker"]])
        #expect(Set(file.functions.map { file.string($0.name) }) == ["work()", "main()", "[unknown]"])
        #expect(file.strings.contains { $0.hasPrefix("trimtab pid=7 samples=7 samples_dropped=1") })
    }
}
