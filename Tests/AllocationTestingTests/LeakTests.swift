import AllocationTracking
import Testing

@testable import AllocationTesting

@Suite(.enabled(if: AllocationHooks.status == .active, "allocations are not counted in this build"))
struct LeakTests {
    /// What outlives tests here.
    private final class Shelf: @unchecked Sendable {
        var nodes: [Node] = []
        var arrays: [[Node]] = []
        var latest: Node?
    }

    private static let shelf = Shelf()

    // MARK: Leaks

    @Test func aClosureThatHoldsItsOwnerIsALeak() async throws {
        let line = #line + 2
        let found = try await violations(of: .noLeaks) {
            let node = Node()
            let number = node.value
            node.action = { node.value + number }
        }
        let text = try #require(found.first)
        #expect(text.hasPrefix("2 blocks of "))
        #expect(text.contains(" in all that the test allocated have outlived it:\n"))
        #expect(text.contains(": AllocationTestingTests.Node\n"))
        #expect(text.contains(": captured variable or closure context (AllocationTestingTests.Node, Int) in closure"))
        #expect(text.contains("Tests/AllocationTestingTests/LeakTests.swift:\(line) in "))
        #expect(text.contains("Tests/AllocationTestingTests/LeakTests.swift:\(line + 2) in "))
    }

    @Test func anObjectThatIsPutAwayIsALeak() async throws {
        let shelf = Shelf()
        shelf.nodes.reserveCapacity(100)
        let found = try await violations(of: .noLeaks) { shelf.nodes.append(Node()) }
        let text = try #require(found.first)
        #expect(text.hasPrefix("1 block of "))
        #expect(text.contains(" that the test allocated has outlived it:\n"))
        #expect(text.contains(": AllocationTestingTests.Node\n"))
    }

    @Test func memoryThatIsNeverFreedIsALeak() async throws {
        let found = try await violations(of: .noLeaks) {
            _ = UnsafeMutableRawPointer.allocate(byteCount: 100, alignment: 16)
        }
        let text = try #require(found.first)
        #expect(text.hasPrefix("1 block of 100 bytes that the test allocated has outlived it:\n"))
    }

    @Test func anArrayOfObjectsIsNamedByTheFirst() async throws {
        let shelf = Shelf()
        shelf.arrays.reserveCapacity(100)
        let found = try await violations(of: .noLeaks) { shelf.arrays.append([Node()]) }
        #expect(try #require(found.first).contains(": Array<AllocationTestingTests.Node> storage\n"))
    }

    // MARK: No leaks

    @Test(.noLeaks) func whatIsFreedIsNoLeak() {
        var nodes: [Node] = []
        for value in 0..<100 { nodes.append(Node(value)) }
        #expect(nodes.count == 100)
    }

    @Test(.noLeaks) func aWarmCacheIsNoLeak() {
        if Self.shelf.nodes.isEmpty { Self.shelf.nodes.append(Node()) }
        #expect(Self.shelf.nodes.count == 1)
    }

    @Test(.noLeaks) func whatTakesAnothersPlaceIsNoLeak() {
        Self.shelf.latest = Node()
    }

    @Test(.noLeaks) func aWeakCycleIsNoLeak() {
        let node = Node()
        node.action = { [weak node] in node?.value ?? 0 }
        #expect(node.action?() == 1)
    }

    @Test(.noLeaks) func whatAnotherThreadFreesIsNoLeak() async {
        let node = Node()
        await Task.detached { [node] in use(node) }.value
    }

    @Test(.noLeaks, .allocations(atMost: 1)) func aRuleMayStandBesideAnother() {
        use(Node())
    }
}
