internal import Foundation

/// What an experiment has found out so far, in a file that is replaced as a whole after each trial.
struct TuningState: Codable, Hashable {
    /// The document's form; rises when a key changes its meaning.
    static let version = 1

    var version = TuningState.version
    let options: TrialOptions
    let candidates: [Candidate]
    let seed: UInt64
    private(set) var trials: [Trial] = []
    /// Names of candidates that are no longer tried, and why.
    private(set) var dropped: [String: String] = [:]
    private(set) var isFinished = false
    /// Where it is kept; not part of the document.
    private var path = ""

    private enum CodingKeys: String, CodingKey {
        case version, options, candidates, seed, trials, dropped, isFinished
    }

    init(options: TrialOptions, candidates: [Candidate], seed: UInt64, path: String) {
        self.options = options
        self.candidates = candidates
        self.seed = seed
        self.path = path
    }

    /// A new one, or the one that is to be gone on with.
    static func open(for options: Tuning.Options) throws(ExperimentError) -> TuningState {
        let path = options.statePath
        let new = TuningState(options: options.trial, candidates: options.candidates, seed: options.seed, path: path)
        let old: TuningState
        guard let data = FileManager.default.contents(atPath: path) else {
            guard !options.resumes else {
                throw ExperimentError(.badState, "there are no results in '\(path)': run without --resume")
            }
            try new.write()
            return new
        }
        guard let read = try? JSONDecoder().decode(TuningState.self, from: data), read.version == version else {
            throw ExperimentError(
                .badState,
                "'\(path)' holds no results of trimtab tune: name another file with --state"
            )
        }
        old = read
        guard options.resumes else {
            guard old.isFinished || old.trials.isEmpty else {
                throw ExperimentError(
                    .badState,
                    "'\(path)' has results of an unfinished run: go on with --resume, or remove the file"
                )
            }
            try new.write()
            return new
        }
        guard old.options == options.trial, old.candidates == options.candidates else {
            throw ExperimentError(
                .badState,
                "the results in '\(path)' are of another server, load or other settings: give the same ones, or no --resume"
            )
        }
        var result = old
        result.path = path
        result.isFinished = false
        return result
    }

    mutating func add(_ trial: Trial) throws(ExperimentError) {
        trials.append(trial)
        try write()
    }

    mutating func drop(_ name: String, _ reason: String) throws(ExperimentError) {
        dropped[name] = reason
        try write()
    }

    mutating func finish() throws(ExperimentError) {
        isFinished = true
        try write()
    }

    private func write() throws(ExperimentError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            try encoder.encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw ExperimentError(.badState, "results cannot be kept in '\(path)': \(error.localizedDescription)")
        }
    }
}
