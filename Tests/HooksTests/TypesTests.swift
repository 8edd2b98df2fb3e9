import Subprocess
import Testing

@testable import Profiles

/// The types of blocks, in programs that keep known numbers of every kind alive.
struct TypesTests {
    @Test func namesEveryObjectOfADynamicProgram() async throws {
        let run = try await RecordedRun("PlantedTypes", ["6000"], interval: 1)
        try check(run, atLeast: 100_000)
    }

    @Test(arguments: [[], ["-Xlinker", "-s"]])
    func namesEveryObjectOfAStaticProgram(options: [String]) async throws {
        let program = try await CompiledProgram("PlantedTypes", ["-O", "-static-stdlib"] + options)
        let run = try await RecordedRun(program.path, ["500"], interval: 1)
        try check(run, atLeast: 10_000)
    }

    @Test(arguments: [1, 256])
    func looksAgainAtBlocksThatAreNoObjectsYet(interval: Int) async throws {
        // In a static program the runtime's functions are those that bear their names.
        let program = try await CompiledProgram("PlantedTypes", ["-O", "-static-stdlib"])
        let run = try await RecordedRun(program.path, ["2000", "late"], interval: interval)
        #expect(run.status == .exited(0), "\(run.output)")
        let late = run.recording.heapProfile().samples.filter { $0.freedTime == nil && $0.type == "PlantedTypes.Late" }
        #expect(late.count > 100)
        if interval == 1 { #expect(late.count == 2000) }
    }

    @Test func estimatesTypesFromSamples() async throws {
        let run = try await RecordedRun("PlantedTypes", ["20000"], interval: 4096)
        let sites = run.recording.heapProfile().sites.filter { $0.type == "PlantedTypes.Buffer" }
        let objects = sites.reduce(Usage()) { $0 + $1.inUse }.objects
        // Six deviations: it fails by chance once in 500 million runs.
        #expect(abs(objects.value - 20_000) < 6 * objects.variance.squareRoot())
        #expect(objects.samples > 100)
    }

    private func check(_ run: RecordedRun, atLeast samples: Int) throws {
        #expect(run.status == .exited(0), "\(run.output)")
        let profile = run.recording.heapProfile()
        var live: [String: Int] = [:]
        for sample in profile.samples where sample.freedTime == nil {
            live[sample.type ?? "-", default: 0] += 1
        }
        #expect(live.values.reduce(0, +) >= samples)
        let planted = run.output.split(separator: "\n").map { $0.split(separator: "\t") }
        #expect(planted.count == 23)
        for line in planted where line.count == 2 && line[1] != "-" {
            let count = try #require(Int(line[0]))
            // The runtime has a task and a string of its own.
            #expect(
                (count...count + 2).contains(live[String(line[1])] ?? 0),
                "\(line[1]): \(live[String(line[1])] ?? 0)"
            )
        }
        // The types in use, taken from the sites, are those of the samples; also where samples are left out.
        let types = Set(profile.sites.filter { $0.inUse.objects.samples > 0 }.map { $0.type ?? "-" })
        #expect(types == Set(live.keys))
        for (type, sites) in Dictionary(grouping: profile.sites, by: \.type) {
            let objects = sites.reduce(0) { $0 + $1.inUse.objects.value }
            #expect(Int(objects.rounded()) == live[type ?? "-"] ?? 0, "\(type ?? "-")")
        }
        #expect(run.recording.heapProfile(samples: .none).sites == profile.sites)
        let liveOnly = run.recording.heapProfile(samples: .live)
        #expect(liveOnly.sites == profile.sites)
        #expect(liveOnly.samples == profile.samples.filter { $0.freedTime == nil })
        // By the samples, too, each site's blocks are of its type.
        #expect(profile.samples.allSatisfy { $0.freedTime != nil || $0.type == profile.sites[$0.site].type })
    }
}
