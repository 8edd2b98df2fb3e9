/// How much processor time may go into reclaiming: a share of the time that passes.
///
/// A step's cost is known only after it ran, so a step may start while anything is left, and what it takes beyond that is
/// paid back before the next one. Over any long time the share holds, but for emergencies: they owe no more than what a minute
/// pays back, or one that lasts would keep later cycles out for hours.
struct ReclaimBudget {
    /// Of the time that passes.
    let share: Double
    /// As much as may be saved up.
    private static let mostSaved = Duration.seconds(10)
    /// As much as an emergency may leave to be paid back.
    private static let mostOwed = Duration.seconds(60)

    private var balance: Duration
    private var settled: Duration?

    init(share: Double) {
        self.share = share
        balance = Self.mostSaved * share
    }

    /// Whether anything is left. Time that goes back earns nothing.
    mutating func allows(at now: Duration) -> Bool {
        if let settled, now > settled { balance = min(balance + (now - settled) * share, Self.mostSaved * share) }
        settled = now
        return balance > .zero
    }

    mutating func spend(_ time: Duration, inEmergency: Bool = false) {
        let rest = balance - time
        balance = inEmergency ? max(rest, min(balance, .zero - Self.mostOwed * share)) : rest
    }
}
