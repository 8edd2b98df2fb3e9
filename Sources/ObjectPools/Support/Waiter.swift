/// A task that waits for something, such as an object of a pool.
///
/// All of it is guarded by the lock of whatever it waits for, until it has left the queue: then only the one that took it out may touch it,
/// to resume the continuation, once, without the lock.
package final class Waiter<Value: Sendable>: @unchecked Sendable {
    package enum Phase {
        /// Not in a queue yet.
        case new
        case queued
        /// Served, refused or cancelled.
        case done
    }

    package internal(set) var phase = Phase.new
    package var continuation: CheckedContinuation<Value, any Error>?

    /// Where it waits.
    let place: BorrowPlace
    /// When it gives up, on the pool's clock.
    package var deadline: Duration?
    /// Its place in the heap of ``WaiterQueue``, if it has a deadline.
    var heapIndex: Int?
    /// Its neighbours in ``WaiterQueue``.
    var next: Waiter?
    unowned(unsafe) var previous: Waiter?

    init(at place: BorrowPlace) {
        self.place = place
    }

    package convenience init() { self.init(at: BorrowPlace(function: #function, file: #fileID, line: #line)) }
}
