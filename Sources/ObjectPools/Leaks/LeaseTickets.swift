/// The sampled leases that are out. Sendable: what changes is behind a lock.
final class LeaseTickets: @unchecked Sendable {
    private struct Ticket {
        let place: BorrowPlace
        let time: UInt64
    }

    // Guarded by `lock`.
    private let lock = Lock()
    private var tickets: [UInt: Ticket] = [:]
    private var latest: UInt = 0

    /// - Returns: The ticket's number, which is not 0.
    func add(_ place: BorrowPlace, at time: UInt64) -> UInt {
        lock.withLock {
            latest += 1
            tickets[latest] = Ticket(place: place, time: time)
            return latest
        }
    }

    func remove(_ ticket: UInt) {
        lock.withLock { _ = tickets.removeValue(forKey: ticket) }
    }

    /// Those older than `age`, the oldest first.
    func outstanding(longerThan age: Duration, pool: String, weight: Int, now: UInt64) -> [OutstandingLease] {
        lock.withLock { Array(tickets.values) }
            .sorted { $0.time < $1.time }
            .map { ticket in
                OutstandingLease(
                    pool: pool,
                    place: ticket.place,
                    age: .nanoseconds(Int64(clamping: now &- ticket.time)),
                    weight: weight
                )
            }
            .filter { $0.age > age }
    }
}
