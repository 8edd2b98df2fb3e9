/// What an experiment came to.
package struct TuningReport: Sendable, Hashable, Codable {
    package var server: [String]
    package var load: LoadPlan
    package var objective: Objective
    /// The memory limit under which it ran, in bytes.
    package var limit: Int?
    /// False after an interruption: there are fewer rounds than were to be.
    package var isFinished: Bool
    /// In the order of the plan; what the program has today comes first.
    package var results: [CandidateResult]
    package var trials: [Trial]

    init(_ state: TuningState, objective: Objective, isFinished: Bool) {
        server = state.options.server
        load = state.options.load
        limit = state.options.limit
        self.objective = objective
        self.isFinished = isFinished
        results = Comparison(state.trials, candidates: state.candidates).results(for: objective)
        for (index, result) in results.enumerated() where result.reason == nil {
            if let reason = state.dropped[result.candidate.name] { results[index].reason = "dropped early: \(reason)" }
        }
        trials = state.trials
    }

    /// What to take; nil where nothing beats what there is today.
    package var recommended: CandidateResult? { results.first { $0.bestFor.contains(objective) } }
}
