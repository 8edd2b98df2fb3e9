internal import Synchronization

/// Leases whose place is kept.
extension PoolCore {
    /// Keeps the place of a borrower whose lease is sampled; asked before the get is counted.
    /// - Returns: The lease's ticket, or 0.
    @usableFromInline
    func issueTicketIfSampled(_ place: BorrowPlace) -> UInt {
        guard leaseMask >= 0 else { return 0 }
        let gets = registeredLocal()?.pointee.gets.load(ordering: .relaxed) ?? 0
        return (gets &+ 1) & leaseMask == 0 ? tickets.add(place, at: meter.now()) : 0
    }

    @usableFromInline
    func returnTicket(_ ticket: UInt) { tickets.remove(ticket) }

    /// Objects that the calling thread has taken, less those that it has given back.
    var leasesOfThisThread: Int {
        guard let local = local() else { return 0 }
        let kept = local.pointee.puts.load(ordering: .relaxed)
        return local.pointee.gets.load(ordering: .relaxed) - kept + local.pointee.balance
    }

    func outstanding(longerThan age: Duration) -> [OutstandingLease] {
        tickets.outstanding(longerThan: age, pool: name, weight: max(1, leaseMask + 1), now: meter.now())
    }
}
