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

    /// Whoever puts a parcel down keeps no reference: the one that is dropped last ends the lease, and that what another
    /// thread did before it dropped its own comes first is known to reference counts alone, not to the thread sanitizer.
    func put(_ parcel: consuming Parcel) {
        lock.lock()
        defer { lock.unlock() }
        parcels.append(consume parcel)
    }

    func take() -> Parcel? { lock.withLock { parcels.popLast() } }

    func empty() {
        while take() != nil {}
    }
}
