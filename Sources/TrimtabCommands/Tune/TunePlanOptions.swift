import ArgumentParser
import Experiments
import Quantities

extension Objective: ExpressibleByArgument {}

/// What is tried, how often, and what counts.
struct TunePlanOptions: ParsableArguments {
    private static let smallestLimit = 4 << 20

    @Option(name: .customLong("for"), help: "What to choose by: memory, latency, throughput or balanced.")
    var objective = Objective.balanced

    @Option(
        help: ArgumentHelp(
            "Run the server in a control group with this memory limit, as 256MiB: what is killed there is out.",
            valueName: "size"
        )
    )
    var limit: String?

    @Option(help: ArgumentHelp("How often each one is measured, 3 to 100.", valueName: "count"))
    var rounds = 5

    @Option(
        help: ArgumentHelp(
            "Allocators to try, with commas between them: glibc, jemalloc, tcmalloc, mimalloc, none (default: all found).",
            valueName: "names"
        )
    )
    var allocators: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Try these values of an environment variable, too, each by itself; may be repeated.",
            valueName: "name=value,..."
        )
    )
    var sweeps: [String] = []

    @Option(help: ArgumentHelp("Where results are kept.", valueName: "file"))
    var state = "trimtab-tune.json"

    @Flag(help: "Go on with the results that are kept.")
    var resume = false

    @Option(help: ArgumentHelp("Where the order of runs begins, to repeat one.", valueName: "number"))
    var seed: UInt64?

    func limitBytes() throws(ExperimentError) -> Int? {
        guard let limit else { return nil }
        guard let bytes = ByteSize.parse(limit), bytes >= Self.smallestLimit else {
            throw ExperimentError(.badValue, "--limit '\(limit)': give a size such as 256MiB, 4MiB at least")
        }
        return bytes
    }

    func checkedRounds() throws(ExperimentError) -> Int {
        guard (3...100).contains(rounds) else {
            throw ExperimentError(.badValue, "--rounds \(rounds): give 3 to 100; fewer say nothing")
        }
        return rounds
    }

    func candidates() throws(ExperimentError) -> [Candidate] {
        var parsed: [(variable: String, values: [String])] = []
        for sweep in sweeps {
            guard let separator = sweep.firstIndex(of: "="), separator != sweep.startIndex else {
                throw ExperimentError(.badValue, "--set '\(sweep)': give NAME=VALUE or NAME=VALUE,VALUE")
            }
            let values = sweep[sweep.index(after: separator)...].split(separator: ",", omittingEmptySubsequences: false)
            parsed.append((String(sweep[..<separator]), values.map(String.init)))
        }
        let names = allocators?.split(separator: ",").map(String.init)
        let candidates = try CandidateMatrix.candidates(allocators: names, sweeps: parsed)
        guard Set(candidates.map(\.name)).count == candidates.count else {
            throw ExperimentError(.badValue, "--set: the same name and value is given twice")
        }
        guard candidates.count > 1 else {
            throw ExperimentError(.badValue, "there is nothing to try: give --allocators or --set")
        }
        return candidates
    }
}
