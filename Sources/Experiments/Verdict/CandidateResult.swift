/// What was found out about a candidate.
package struct CandidateResult: Sendable, Hashable, Codable {
    package var candidate: Candidate
    package var verdict: Verdict
    /// What the verdict rests on beyond the figures: why it failed, what it trades; nil if nothing.
    package var reason: String?
    /// For what it is the one to take.
    package var bestFor: [Objective]
    /// How many times as good it is, for what is wanted; above 1 is better. nil where it cannot be told.
    package var gain: Interval?
    /// Medians over all rounds.
    package var medians: [Measure: Double]
    /// Against what the program has today.
    package var ratios: [Measure: Interval]
    /// Rounds that were measured.
    package var rounds: Int
}
