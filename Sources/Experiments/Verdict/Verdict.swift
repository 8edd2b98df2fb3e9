/// What came of a candidate, for what the person wants.
package enum Verdict: String, Sendable, Codable, Hashable {
    /// What the program has today.
    case today
    case better
    case worse
    /// Better in what is wanted, and most likely worse in something else by more than is tolerated.
    case traded
    case noDifference
    /// The kernel killed it at the memory limit.
    case killed
    case failed
    /// It lives where what the program has today is killed.
    case survives
    /// Too few rounds.
    case undecided
}
