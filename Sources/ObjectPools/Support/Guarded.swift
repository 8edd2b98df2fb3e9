/// A value behind a ``Lock``: unlike `Synchronization.Mutex` it stands contention, and thread sanitizer knows it.
///
/// Sendable: the value is reached under the lock alone.
// Usable from inline, as ``Lock`` is.
@usableFromInline
package final class Guarded<Value>: @unchecked Sendable {
    @usableFromInline let lock: Lock
    @usableFromInline var value: Value

    @inlinable
    package init(_ value: sending Value) {
        lock = Lock()
        self.value = value
    }

    @inlinable
    package func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try lock.withLock { () throws(Failure) in try body(&value) }
    }
}
