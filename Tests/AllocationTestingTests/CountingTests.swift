import AllocationTesting
import AllocationTracking
import Testing

/// The traits measure these tests themselves, which fail if something is counted that must not be, or the other way round.
@Suite(.enabled(if: AllocationHooks.status == .active, "allocations are not counted in this build"))
struct CountingTests {
    @Test(.allocations(exactly: 0), .allocatedBytes(atMost: 0))
    func anEmptyBodyAllocatesNothing() {}

    @Test(.allocations(exactly: 3))
    func everyObjectCounts() {
        for value in 1...3 { use(Node(value)) }
    }

    @Test(.allocations(exactly: 2), .allocatedBytes(atMost: 144))
    func bytesAreThoseThatWereAskedFor() {
        let small = UnsafeMutableRawPointer.allocate(byteCount: 16, alignment: 16)
        let large = UnsafeMutableRawPointer.allocate(byteCount: 128, alignment: 64)
        small.deallocate()
        large.deallocate()
    }

    @Test(.allocations(exactly: 0))
    func expectationsDoNotCount() throws {
        let number: Int? = 3
        let value = try #require(number)
        #expect(value == 3)
        #expect([1, 2, 3].contains(value))
        #expect(throws: CancellationError.self) { throw CancellationError() }
    }

    @Test(.allocations(exactly: 2))
    func whatExpectationsCallCounts() {
        #expect(makeValue() == 1)
        #expect(throws: Never.self) { use(Node()) }
    }

    @Test(.allocations(exactly: 1), arguments: [1, 2, 3])
    func eachArgumentIsMeasuredByItself(value: Int) {
        use(Node(value))
    }

    @Test(.allocations(exactly: 1))
    func anAsynchronousBodyIsMeasured() async {
        use(await make())
    }

    @Test(.allocations(exactly: 1, inDebug: 2))
    func debugBuildsHaveALimitOfTheirOwn() {
        use(Node())
        #if DEBUG
        use(Node())
        #endif
    }

    private func make() async -> Node { Node() }

    @inline(never)
    private func makeValue() -> Int { Node().value }
}

/// The suite's `init` is set-up.
@Suite(.enabled(if: AllocationHooks.status == .active, "allocations are not counted in this build"))
final class SetUpTests {
    private let node = Node()
    private let numbers = Array(repeating: 1, count: 1000)

    @Test(.allocations(exactly: 0))
    func setUpDoesNotCount() {
        use(node)
    }

    @Test(.allocations(exactly: 1))
    func theBodyCounts() {
        use(Node(numbers.count))
    }
}

/// A trait at a suite is one at each of its tests.
@Suite(
    .allocations(atMost: 1),
    .enabled(if: AllocationHooks.status == .active, "allocations are not counted in this build")
)
struct SuiteTraitTests {
    @Test func aTestKeepsTheLimitOfItsSuite() {
        use(Node())
    }

    @Test(.allocations(exactly: 0)) func aTestCanAddALimit() {}
}

/// An actor without an executor of its own runs where its test does.
@Suite(.enabled(if: AllocationHooks.status == .active, "allocations are not counted in this build"))
actor ActorTests {
    @Test(.allocations(exactly: 1))
    func aTestOfAnActorIsMeasured() {
        use(Node())
    }
}
