import AllocationTracking
import ObjectPools
import Testing

@testable import AllocationTesting

/// Leases that a test does not give back.
@Suite(.enabled(if: AllocationHooks.status == .active, "allocations are not counted in this build"))
struct LeaseTests {
    private struct Parser: Poolable {
        let node = Node()
        mutating func reset() {}
    }

    /// Keeps leases.
    private final class Drawer: @unchecked Sendable {
        var lease: PoolLease<Parser>?
        var buffer: PooledBuffer?
        private var leases: [Drawer] = []

        func put(_ lease: consuming PoolLease<Parser>) {
            let drawer = Drawer()
            drawer.lease = consume lease
            leases.append(drawer)
        }
    }

    /// One for each run, made before.
    private final class Drawers: @unchecked Sendable {
        private let drawers = (0..<5).map { _ in Drawer() }
        private var used = 0

        func next() -> Drawer {
            used += 1
            return drawers[used]
        }
    }

    /// A pool with idle objects, so that to borrow one allocates nothing.
    private func filledPool(_ name: String, leaseSampling: Int? = nil) throws -> ObjectPool<Parser> {
        // A test may wait for long until it is measured.
        let retention = try PoolRetention(idleTime: nil)
        let pool = ObjectPool<Parser>(
            name: name,
            configuration: .init(retention: retention, leaseSampling: leaseSampling)
        )
        let drawer = Drawer()
        for _ in 0..<20 { drawer.put(pool.borrow()) }
        return pool
    }

    @Test func aLeaseOfANewObjectIsNamedByItsPoolAndTheObjectByItsType() async throws {
        let pool = ObjectPool<Parser>(name: "new-parsers")
        let drawer = Drawer()
        let line = #line + 1
        let found = try await violations(of: .noLeaks) { drawer.put(pool.borrow()) }
        let text = try #require(found.first)
        #expect(text.contains("1 object that the test borrowed from pool 'new-parsers' is not given back"))
        #expect(text.contains(": AllocationTestingTests.Node\n"))
        #expect(text.contains("Tests/AllocationTestingTests/LeaseTests.swift:\(line) in "))
    }

    @Test func aLeaseOfAnIdleObjectIsALeakToo() async throws {
        let pool = try filledPool("idle-parsers")
        let drawer = Drawer()
        let found = try await violations(of: .noLeaks) {
            drawer.lease = nil
            drawer.lease = pool.borrow()
        }
        // It takes the place of the one before.
        #expect(found == [])
        let drawers = Drawers()
        let leak = try await violations(of: .noLeaks) { drawers.next().lease = pool.borrow() }
        // Other tests reclaim what pools keep: then the object is a new one, and is named as well.
        #expect(leak.count == 1)
        #expect(
            leak.first?.hasPrefix("1 object that the test borrowed from pool 'idle-parsers' is not given back.") == true
        )
    }

    @Test func aLeaseIsNamedWithTheLineThatBorrowed() async throws {
        let pool = try filledPool("watched-parsers", leaseSampling: 1)
        let drawers = Drawers()
        let line = #line + 1
        let found = try await violations(of: .noLeaks) { drawers.next().lease = pool.borrow() }
        let text = try #require(found.first)
        #expect(text.hasPrefix("1 object that the test borrowed from pool 'watched-parsers' is not given back:\n"))
        #expect(text.contains("    AllocationTestingTests/LeaseTests.swift:\(line) in "))
    }

    @Test(arguments: [100, 10_000_000]) func aBufferThatIsNotGivenBackIsALeak(capacity: Int) async throws {
        let pool = BufferPool(name: "buffers of \(capacity)")
        let drawer = Drawer()
        let found = try await violations(of: .noLeaks) {
            pool.withBuffer(minimumCapacity: capacity) { $0.append(1) }
        }
        #expect(found == [])
        let leak = try await violations(of: .noLeaks, warmUps: 0) {
            drawer.buffer = pool.borrow(minimumCapacity: capacity)
        }
        let name = "from pool 'buffers of \(capacity)' is not given back"
        #expect(leak.first?.contains(name) == true)
    }

    @Test func whatIsGivenBackIsNoLeak() async throws {
        let pool = try filledPool("returned-parsers")
        let found = try await violations(of: .noLeaks) {
            pool.withObject { use($0.node) }
            let first = pool.borrow()
            let second = pool.borrow()
            first.end()
            second.end()
        }
        #expect(found == [])
    }

    @Test func whatAnotherThreadGivesBackIsNoLeak() async throws {
        let pool = try filledPool("sent-parsers")
        let drawer = Drawer()
        let found = try await violations(of: .noLeaks) {
            drawer.lease = pool.borrow()
            await Task.detached { drawer.lease = nil }.value
        }
        #expect(found == [])
    }

    /// The thread tells a test's own leases from those of tests beside it.
    @Test func leasesOfOtherThreadsDoNotDisturb() async throws {
        let pool = try filledPool("common-parsers")
        let drawers = Drawers()
        let found = try await violations(of: .noLeaks) {
            await Task.detached { drawers.next().lease = pool.borrow() }.value
            pool.withObject { use($0.node) }
        }
        #expect(found == [])
        #expect(pool.statistics.leased == 3)
    }
}
