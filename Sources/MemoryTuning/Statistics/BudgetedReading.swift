internal import ObjectPools

/// A value that is costly to read: it is read only as often as its own measured cost earns.
///
/// Sendable: all that changes is behind the lock. It is not held while the value is read: whoever comes meanwhile gets the
/// last one.
final class BudgetedReading<Value: Sendable>: @unchecked Sendable {
    private let lock = Lock()
    private let clocks: Clocks
    private let read: @Sendable () -> Value?
    private var budget: CostBudget
    private var last: (value: Value, time: UInt64)?

    init(share: Double, clocks: Clocks, _ read: @escaping @Sendable () -> Value?) {
        budget = CostBudget(share: share)
        self.clocks = clocks
        self.read = read
    }

    /// The value and how old it is.
    func value() -> (value: Value, age: Duration)? {
        guard lock.withLock({ budget.begin(at: clocks.now()) }) else { return lastValue() }
        let before = clocks.threadTime()
        let value = read()
        let cost = clocks.threadTime()
        lock.withLock {
            let now = clocks.now()
            budget.spent(cost > before ? cost - before : 0, at: now)
            last = value.map { ($0, now) }
        }
        return value.map { ($0, .zero) }
    }

    private func lastValue() -> (value: Value, age: Duration)? {
        lock.withLock {
            last.map {
                (
                    $0.value,
                    .nanoseconds(Int64(clamping: clocks.now().subtractingReportingOverflow($0.time).partialValue))
                )
            }
        }
    }
}
