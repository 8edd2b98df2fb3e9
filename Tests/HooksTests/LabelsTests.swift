import BuildProducts
import Profiles
import Subprocess
import Testing

/// Planted labels: what is counted under each is what was used under each.
struct LabelsTests {
    private static let routes = ["/across", "/inner", "/group", "/child", "/body", "/thread"]

    @Test func bytesAndProcessorTimeGoToTheLabelsTheyWereUsedUnder() async throws {
        let run = try await RecordedRun("PlantedLabels", interval: 16_384, more: ["TRIMTAB_CPU": "1000"])
        #expect(run.status == .exited(0))
        #expect(run.output.hasSuffix("labels are found\n"), "the runtime keeps task-local values in another way")
        let used = planted(run.output)
        #expect(used.count == Self.routes.count + 101)

        let profile = run.recording.heapProfile()
        let groups = Dictionary(grouping: profile.sites) { $0.labels["route"] ?? "" }
        let times = Dictionary(grouping: try #require(run.recording.cpuProfile()).stacks) { $0.labels["route"] ?? "" }
        #expect(Set(groups.keys).subtracting(used.keys).isEmpty && Set(times.keys).subtracting(used.keys).isEmpty)
        for route in Self.routes {
            let bytes = groups[route, default: []].reduce(Usage()) { $0 + $1.allocated }.bytes
            let time = times[route, default: []].reduce(Estimate()) { $0 + $1.time }
            let truth = try #require(used[route])
            #expect(isNear(bytes, truth.bytes, slack: 200_000), "\(route): \(bytes) of \(truth.bytes)")
            #expect(
                isNear(time, truth.nanoseconds, slack: ticks(in: truth.nanoseconds)),
                "\(route): \(time) of \(truth.nanoseconds)"
            )
        }
        // A hundred at once: each has its own, and all together what they used.
        let many = groups.filter { $0.key.hasPrefix("/many/") }
        #expect(many.count == 100)
        let bytes = many.values.joined().reduce(Usage()) { $0 + $1.allocated }.bytes
        let time = times.filter { $0.key.hasPrefix("/many/") }.values.joined().reduce(Estimate()) { $0 + $1.time }
        #expect(isNear(bytes, 100 * 60 * 16384, slack: 400_000))
        #expect(
            isNear(
                time,
                used.filter { $0.key.hasPrefix("/many/") }.values.reduce(0) { $0 + $1.nanoseconds },
                slack: 2e7
            )
        )
        // 60 blocks of the interval's size, each sampled with p = 1 - 1/e: a standard deviation of 97 kB. Five of them, for
        // there are a hundred labels.
        let outside = many.values.map { sites in sites.reduce(Usage()) { $0 + $1.allocated }.bytes.value }
            .filter { abs($0 - 60 * 16384) > 5 * 97_000 }
        #expect(outside.isEmpty)
    }

    @Test func areFoundInAProgramThatHasAThousandFilesOpenAlready() async throws {
        let open = "ulimit -n 4096 && for i in $(seq 10 1200); do eval \"exec $i</dev/null\"; done && exec \"$0\""
        let result = try await run(
            .name("bash"),
            arguments: ["-c", open, BuildProducts.path(of: "PlantedLabels")],
            output: .string(limit: 1 << 16)
        )
        #expect(result.standardOutput.hasSuffix("labels are found\n"))
    }

    /// Timers expire with the kernel's ticks of 4 ms, and a thread that others push aside may be seen at none of them: four
    /// standard deviations of the number of ticks.
    private func ticks(in nanoseconds: Int) -> Double {
        let tick = 4e6
        return 4 * (Double(nanoseconds) / tick).squareRoot() * tick
    }

    /// Within four standard deviations; processor time also to within what comes with the kernel's ticks.
    private func isNear(_ estimate: Estimate, _ truth: Int, slack: Double) -> Bool {
        abs(estimate.value - Double(truth)) <= 4 * estimate.variance.squareRoot() + slack
    }

    private func planted(_ output: String) -> [String: (bytes: Int, nanoseconds: Int)] {
        var result: [String: (bytes: Int, nanoseconds: Int)] = [:]
        for line in output.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, let bytes = Int(parts[0]), let nanoseconds = Int(parts[1]) else { continue }
            result[String(parts[2])] = (bytes, nanoseconds)
        }
        return result
    }
}
