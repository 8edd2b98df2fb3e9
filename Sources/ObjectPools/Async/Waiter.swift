/// A task that waits for something of a pool.
///
/// All of it is guarded by the pool's lock, until it has left the queue: then only the one that took it out may touch it,
/// to resume the continuation, once, without the lock.
final class Waiter<Value: Sendable>: @unchecked Sendable {
    enum Phase {
        /// Not in a queue yet.
        case new
        case queued
        /// Served, refused or cancelled.
        case done
    }

    var phase = Phase.new
    var continuation: CheckedContinuation<Value, any Error>?

    /// Where it waits.
    let place: BorrowPlace
    /// When it gives up, on the pool's clock.
    var deadline: Duration?
    /// Its place in the heap of ``WaiterQueue``, if it has a deadline.
    var heapIndex: Int?
    /// Its neighbours in ``WaiterQueue``.
    var next: Waiter?
    unowned(unsafe) var previous: Waiter?

    init(at place: BorrowPlace = BorrowPlace(function: #function, file: #fileID, line: #line)) {
        self.place = place
    }
}
