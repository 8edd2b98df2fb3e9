internal import Synchronization

/// Bytes that are gathered where another thread may be at work.
final class Collected: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    var value: [UInt8] { bytes.withLock { $0 } }

    func add(_ more: UnsafeRawBufferPointer) {
        bytes.withLock { $0 += more }
    }
}
