internal import Profiles
internal import Quantities

/// Words and numbers of processor time.
struct CPUText {
    let report: CPUReport

    /// How much was used and how much of it was seen.
    var heading: String {
        let samples = Quantity.count(report.sampling.taken, "sample")
        let seen = Self.seconds(report.time.count)
        guard let used = report.nanosecondsUsed else { return "\(seen), from \(samples)" }
        return "\(seen) of \(Self.seconds(used)) used, from \(samples)"
    }

    /// One fact each.
    var losses: [String] {
        let sampling = report.sampling
        let losses: [(Int, String)] = [
            (
                sampling.dropped,
                "\(Quantity.count(sampling.dropped, "sample")) of processor time dropped for lack of room."
            ),
            (
                sampling.droppedStacks,
                "\(Quantity.count(sampling.droppedStacks, "sample")) of processor time without room for the stack."
            ),
            (
                sampling.refusedThreads,
                "\(Quantity.count(sampling.refusedThreads, "thread")) could not be sampled: the kernel allows no more timers."
            ),
        ]
        return losses.filter { $0.0 > 0 }.map(\.1)
    }

    static func seconds(_ nanoseconds: Int) -> String {
        Quantity.seconds(Double(nanoseconds) / 1e9)
    }

    /// Seconds, as in `1.20–1.52`; empty where nothing was sampled.
    static func interval(_ time: Amount) -> String {
        guard let range = time.interval95 else { return "" }
        return Quantity.secondsRange(Double(range.lowerBound) / 1e9...Double(range.upperBound) / 1e9)
    }
}
