import ObjectPools

/// A lease that can be put into a variable, an array, or a thread's closure. It ends with the box.
final class LeaseBox: @unchecked Sendable {
    private let lease: PoolLease<Note>

    init(_ lease: consuming PoolLease<Note>) { self.lease = lease }
}

/// Leases in a row: arrays hold only what can be copied.
struct LeaseStack {
    private var boxes: [LeaseBox] = []

    mutating func push(_ lease: consuming PoolLease<Note>) { boxes.append(LeaseBox(lease)) }

    /// Gives the latest back. False if there was none.
    @discardableResult
    mutating func pop() -> Bool { boxes.popLast() != nil }
}
