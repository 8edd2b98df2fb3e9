#if Server
import NIOCore
import ObjectPools

/// SwiftNIO's buffers in a pool: a `ByteBuffer` shares its storage with its copies, so one that was handed on must not
/// be used again.
struct ByteBufferPool {
    private let pool: FactoryPool<ByteBuffer, Never>

    init(name: String, capacity: Int = 4096) {
        pool = FactoryPool(name: name) {
            ByteBufferAllocator().buffer(capacity: capacity)
        } reset: {
            // Keeps the storage where nobody else has it, and takes a new one where somebody has.
            $0.clear(minimumCapacity: capacity)
        } size: {
            $0.capacity
        }
    }

    /// What the pool did.
    var statistics: PoolStatistics { pool.statistics }

    /// Runs `body` with an empty buffer.
    func withBuffer<Result>(_ body: (inout ByteBuffer) -> Result) -> Result {
        pool.withObject(body)
    }
}
#endif
