import AllocationTesting
import Testing

@testable import ObjectPools

/// A use that finds an object allocates nothing, and leaves nothing behind.
struct AllocationTests {
    private static let notes = ObjectPool<Note>(name: "notes")
    private static let made = FactoryPool(name: "made") { [UInt8](repeating: 0, count: 100) }
    private static let buffers = BufferPool(name: "allocation-free buffers")
    private static let connections = try? AsyncObjectPool(name: "connections") { Session(number: 1) }

    @Test(.allocations(exactly: 0), .noLeaks) func aReuseAllocatesNothing() {
        for _ in 0..<100 { Self.notes.withObject { $0.text.append(1) } }
    }

    @Test(.allocations(exactly: 0), .noLeaks) func aLeaseAllocatesNothing() {
        var lease = Self.notes.borrow()
        lease.withValue { $0.text.append(1) }
        lease.end()
    }

    @Test(.allocations(exactly: 0), .noLeaks) func aReuseOfWhatAFactoryMadeAllocatesNothing() {
        Self.made.withObject { $0[7] += 1 }
    }

    @Test(.allocations(exactly: 0), .noLeaks) func aBufferAllocatesNothing() {
        Self.buffers.withBuffer(minimumCapacity: 5000) { $0.append(1) }
    }

    /// Unoptimised, to look at the last idle object takes a block for the frame of a coroutine.
    @Test(.allocations(exactly: 0, inDebug: 1), .noLeaks)
    func aBorrowFromAnAsynchronousPoolAllocatesNothing() async throws {
        let pool = try #require(Self.connections)
        let number = try await pool.withObject { $0.number }
        #expect(number == 1)
    }
}
