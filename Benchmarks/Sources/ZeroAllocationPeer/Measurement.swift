import AllocationTracking
import Foundation

/// What one design costs.
struct Measurement {
    let design: Design
    let operations: Int
    /// Wall time, CPU time of the process, and allocations and bytes of the thread, all divided by the operations.
    let nanosecondsPerOperation: Double
    let cpuNanosecondsPerOperation: Double
    let allocationsPerOperation: Double?
    let bytesPerOperation: Double?

    /// Warms up, finds how many operations fill `seconds`, and measures those once.
    init(_ design: Design, seconds: Double) {
        let body = design.prepare()
        var operations = 1024
        while true {
            let wall = Self.clock(CLOCK_MONOTONIC)
            body(operations)
            let elapsed = Self.clock(CLOCK_MONOTONIC) - wall
            if elapsed >= seconds / 4 {
                operations = max(1, Int(Double(operations) * seconds / elapsed))
                break
            }
            operations *= 2
        }

        let cpu = Self.clock(CLOCK_PROCESS_CPUTIME_ID)
        let wall = Self.clock(CLOCK_MONOTONIC)
        let used = measureAllocations { body(operations) }.used
        let wallSpent = Self.clock(CLOCK_MONOTONIC) - wall
        let cpuSpent = Self.clock(CLOCK_PROCESS_CPUTIME_ID) - cpu

        func perOperation(_ total: Double) -> Double { (1000 * total / Double(operations)).rounded() / 1000 }
        self.design = design
        self.operations = operations
        nanosecondsPerOperation = perOperation(wallSpent * 1e9)
        cpuNanosecondsPerOperation = perOperation(cpuSpent * 1e9)
        allocationsPerOperation = used.map { perOperation(Double($0.allocations)) }
        bytesPerOperation = used.map { perOperation(Double($0.bytes)) }
    }

    /// One line of JSON, as the Go side prints it.
    var line: String {
        var line = """
            {"peer":"trimtab","design":"\(design.rawValue)","threads":1,"operations":\(operations),\
            "ns_per_op":\(nanosecondsPerOperation),"cpu_ns_per_op":\(cpuNanosecondsPerOperation)
            """
        if let allocationsPerOperation, let bytesPerOperation {
            line += ",\"allocs_per_op\":\(allocationsPerOperation),\"bytes_per_op\":\(bytesPerOperation)"
        }
        return line + "}"
    }

    private static func clock(_ id: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(id, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
