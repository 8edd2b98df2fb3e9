import AllocationTracking

/// Links the hooks, allocates 1,000 blocks, and prints how many it counted, and how many in all.
@main
struct CountingWorkload {
    static func main() {
        _ = allocate()  // the runtime allocates the types' metadata at their first use
        print("counted \(allocate() ?? -1)")
        print("of", AllocationCounters.process?.allocations ?? -1)
    }

    /// 999 blocks and the array that holds them.
    private static func allocate() -> Int? {
        let (blocks, used) = measureAllocations {
            var blocks: [UnsafeMutableRawPointer] = []
            blocks.reserveCapacity(999)
            for _ in 0..<999 { blocks.append(.allocate(byteCount: 96, alignment: 16)) }
            return blocks
        }
        for block in blocks { block.deallocate() }
        return used?.allocations
    }
}
