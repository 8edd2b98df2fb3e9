internal import Quantities

/// How long trials take, and what is left.
struct Pace {
    private var seconds = 0.0
    private var done = 0

    mutating func time<Result>(_ body: () throws(ExperimentError) -> Result) throws(ExperimentError) -> Result {
        let start = Clock.now
        let result = try body()
        seconds += Clock.now - start
        done += 1
        return result
    }

    /// As in `, 20.1 s left`; empty before the first trial.
    func left(trials: Int) -> String {
        guard done > 0, trials > 0 else { return "" }
        return ", about \(Quantity.seconds(seconds / Double(done) * Double(trials))) left"
    }
}
