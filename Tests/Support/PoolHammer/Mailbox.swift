internal import Foundation
internal import ObjectPools

/// Leases that one thread puts down and another picks up.
final class Mailbox: @unchecked Sendable {
    final class Parcel {
        var lease: PoolLease<Tracked>

        init(_ lease: consuming PoolLease<Tracked>) { self.lease = lease }
    }

    private let lock = NSLock()
    private var parcels: [Parcel] = []

    var count: Int { lock.withLock { parcels.count } }

    func put(_ parcel: Parcel) { lock.withLock { parcels.append(parcel) } }

    func take() -> Parcel? { lock.withLock { parcels.popLast() } }

    func empty() {
        while take() != nil {}
    }
}
