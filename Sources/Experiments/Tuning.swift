internal import Foundation

/// Runs a server under load with each candidate in turn, and says which does best.
///
/// A round is one trial of each candidate, in an order of its own: what the machine does else meanwhile falls on all alike,
/// and ratios are taken within a round. Losers are dropped early. Results are kept in a file after each trial.
package struct Tuning {
    package struct Options: Sendable, Hashable {
        package var trial: TrialOptions
        package var candidates: [Candidate]
        package var rounds: Int
        package var objective: Objective
        /// Where results are kept.
        package var statePath: String
        /// Whether to go on with what is kept there.
        package var resumes: Bool
        /// For the order of trials.
        package var seed: UInt64

        package init(
            trial: TrialOptions,
            candidates: [Candidate],
            rounds: Int = 5,
            objective: Objective = .balanced,
            statePath: String,
            resumes: Bool = false,
            seed: UInt64 = .random(in: 1...UInt64.max)
        ) {
            self.trial = trial
            self.candidates = candidates
            self.rounds = rounds
            self.objective = objective
            self.statePath = statePath
            self.resumes = resumes
            self.seed = seed
        }
    }

    private let options: Options

    package init(_ options: Options) {
        self.options = options
    }

    /// Runs to the end, or until a signal comes: then the report tells of what there is, and is not finished.
    /// - Parameter progress: Told what is being done, a line at a time.
    package func run(progress: (String) -> Void) throws(ExperimentError) -> TuningReport {
        var state = try TuningState.open(for: options)
        let folder = try Self.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let runner = TrialRunner(options.trial, folder: folder)
        var pace = Pace()
        do throws(ExperimentError) {
            if !state.trials.contains(where: { $0.round == 0 }) {
                progress("warming up with what the server has today")
                let trial = try pace.time { () throws(ExperimentError) in
                    try runner.run(options.candidates[0], round: 0)
                }
                if case .failed(let reason) = trial.outcome { throw ExperimentError(.serverFailed, reason) }
                try state.add(trial)
            }
            for round in 1...options.rounds {
                try run(round: round, with: runner, into: &state, pace: &pace, progress: progress)
            }
            try state.finish()
        } catch  where error.code == .interrupted {
            return TuningReport(state, objective: options.objective, isFinished: false)
        }
        return TuningReport(state, objective: options.objective, isFinished: true)
    }

    private func run(
        round: Int,
        with runner: TrialRunner,
        into state: inout TuningState,
        pace: inout Pace,
        progress: (String) -> Void
    ) throws(ExperimentError) {
        var generator = OrderGenerator(seed: state.seed &+ UInt64(round))
        for candidate in options.candidates.shuffled(using: &generator) {
            guard state.dropped[candidate.name] == nil,
                !state.trials.contains(where: { $0.round == round && $0.candidate == candidate.name })
            else { continue }
            let running = options.candidates.count - state.dropped.count
            let left = running * (options.rounds - round + 1) - state.trials.count { $0.round == round }
            progress("round \(round) of \(options.rounds): \(candidate.name)\(pace.left(trials: left))")
            try state.add(pace.time { () throws(ExperimentError) in try runner.run(candidate, round: round) })
        }
        let comparison = Comparison(state.trials, candidates: state.candidates)
        for (name, reason) in comparison.losers(for: options.objective) where state.dropped[name] == nil {
            progress("dropping \(name): \(reason)")
            try state.drop(name, reason)
        }
    }

    private static func temporaryFolder() throws(ExperimentError) -> String {
        let path = NSTemporaryDirectory() + "trimtab-tune-\(UUID().uuidString)"
        guard mkdir(path, 0o700) == 0 else {
            throw ExperimentError(.badState, "cannot make the folder '\(path)': \(String(cString: strerror(errno)))")
        }
        return path
    }
}
