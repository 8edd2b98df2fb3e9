internal import Foundation

/// What one design costs, as a line that compare.py reads: the Go programs in `Peers` print the same.
public struct PeerMeasurement: Sendable {
    public let design: String
    public let threads: Int
    /// Of all threads together.
    public let operations: Int
    /// Seconds.
    public let wall: Double
    /// Seconds, of the whole process.
    public let cpu: Double
    /// Blocks and bytes, where they were counted.
    public let used: (allocations: Int, bytes: Int)?

    /// Measures how long `body` takes.
    /// - Parameter body: Runs the operations, and says what they allocated if it counts that.
    public init(design: String, threads: Int, operations: Int, _ body: () -> (allocations: Int, bytes: Int)?) {
        self.design = design
        self.threads = threads
        self.operations = operations
        let cpuBefore = Self.clock(CLOCK_PROCESS_CPUTIME_ID)
        let wallBefore = Self.clock(CLOCK_MONOTONIC)
        used = body()
        wall = Self.clock(CLOCK_MONOTONIC) - wallBefore
        cpu = Self.clock(CLOCK_PROCESS_CPUTIME_ID) - cpuBefore
    }

    /// Warms up, by doubling the work until it takes a quarter of `seconds`.
    /// - Parameter body: Runs a number of operations.
    /// - Returns: How many operations take all of `seconds`.
    public static func operations(taking seconds: Double, _ body: (Int) -> Void) -> Int {
        var operations = 1024
        while true {
            let start = clock(CLOCK_MONOTONIC)
            body(operations)
            let elapsed = clock(CLOCK_MONOTONIC) - start
            if elapsed >= seconds / 4 { return max(1, Int(Double(operations) * seconds / elapsed)) }
            operations *= 2
        }
    }

    /// One line of JSON.
    public var line: String {
        var line = """
            {"peer":"trimtab","design":"\(design)","threads":\(threads),"operations":\(operations),\
            "ns_per_op":\(perOperation(wall * 1e9)),"cpu_ns_per_op":\(perOperation(cpu * 1e9))
            """
        if let used {
            let (count, bytes) = (perOperation(Double(used.allocations)), perOperation(Double(used.bytes)))
            line += ",\"allocs_per_op\":\(count),\"bytes_per_op\":\(bytes)"
        }
        return line + "}"
    }

    private func perOperation(_ total: Double) -> Double { (1000 * total / Double(operations)).rounded() / 1000 }

    private static func clock(_ id: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(id, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
