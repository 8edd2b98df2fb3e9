internal import Foundation

/// The report as JSON: all figures, and each trial.
package struct TuningJSON: Sendable {
    /// The document's form; rises when a key changes its meaning.
    package static let version = 1

    private struct Document: Encodable {
        var version = TuningJSON.version
        var objective: Objective
        var server: [String]
        var isFinished: Bool
        var limit: Int?
        var recommended: String?
        var environment: [String: String]?
        var results: [Result]
        var trials: [Trial]
    }

    private struct Result: Encodable {
        var name: String
        var library: String?
        var variables: [String: String]
        var verdict: Verdict
        var reason: String?
        var bestFor: [Objective]
        var gain: Interval?
        var medians: [String: Double]
        var ratios: [String: Interval]
        var rounds: Int

        init(_ result: CandidateResult) {
            name = result.candidate.name
            library = result.candidate.library
            variables = result.candidate.variables
            (verdict, reason, bestFor) = (result.verdict, result.reason, result.bestFor)
            (gain, rounds) = (result.gain, result.rounds)
            medians = Dictionary(uniqueKeysWithValues: result.medians.map { ($0.key.rawValue, $0.value) })
            ratios = Dictionary(uniqueKeysWithValues: result.ratios.map { ($0.key.rawValue, $0.value) })
        }
    }

    package init() {}

    /// In UTF-8, with sorted keys, ended by a newline.
    package func bytes(_ report: TuningReport) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let document = Document(
            objective: report.objective,
            server: report.server,
            isFinished: report.isFinished,
            limit: report.limit,
            recommended: report.recommended?.candidate.name,
            environment: report.recommended?.candidate.changes(to: [:]),
            results: report.results.map(Result.init),
            trials: report.trials
        )
        return Array(try encoder.encode(document)) + [UInt8(ascii: "\n")]
    }
}
