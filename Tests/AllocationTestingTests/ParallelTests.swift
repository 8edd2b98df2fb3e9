import AllocationTesting
import AllocationTracking
import Testing

/// One test, a thousand times, beside fifty others that allocate.
@Suite(.enabled(if: AllocationHooks.status == .active, "allocations are not counted in this build"))
struct ParallelTests {
    @Test(.allocations(exactly: 5), .noLeaks, arguments: 0..<1000)
    func aTestIsCountedExactlyBesideOthers(number: Int) {
        for value in 0..<5 { use(Node(number + value)) }
    }

    @Test(arguments: 0..<50)
    func othersAllocateMeanwhile(number: Int) async {
        for round in 0..<100 {
            var nodes: [Node] = []
            var texts: Set<String> = []
            for value in 0..<100 {
                nodes.append(Node(value))
                texts.insert("a text that is too long to be stored inline, \(number) \(round) \(value)")
            }
            #expect(nodes.count + texts.count == 200)
            await Task.yield()
        }
    }
}
