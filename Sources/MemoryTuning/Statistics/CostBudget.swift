/// How often something may be done whose cost is not known before: so that it takes no more than a share of one processor.
struct CostBudget {
    /// Of the time that passes, what may be used.
    let share: Double
    /// Nanoseconds of the clock; before then it is too early.
    private var earliest: UInt64 = 0
    private var isSpending = false

    init(share: Double) { self.share = share }

    /// Whether it may be done now; if so, ``spent(_:at:)`` has to follow. Not while another does it.
    mutating func begin(at now: UInt64) -> Bool {
        guard !isSpending, now >= earliest else { return false }
        isSpending = true
        return true
    }

    /// - Parameters:
    ///   - cost: Nanoseconds that it took.
    ///   - now: When it ended.
    mutating func spent(_ cost: UInt64, at now: UInt64) {
        isSpending = false
        let pause = min(Double(cost) / share, 1e18)
        earliest = now.addingReportingOverflow(UInt64(pause)).partialValue
    }
}
