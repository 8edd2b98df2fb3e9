import Foundation
import Synchronization

/// What one design costs with a number of threads.
struct Measurement {
    let design: Design
    let threads: Int
    let operations: Int
    /// Wall time divided by the operations of all threads together, in nanoseconds.
    let nanosecondsPerOperation: Double
    /// The process's CPU time divided by the same, in nanoseconds.
    let cpuNanosecondsPerOperation: Double

    /// Keeps what the loops compute from being optimised away.
    private static let checksum = Atomic<Int>(0)

    /// Warms up, finds how many operations fit into `seconds`, and measures those.
    init(_ design: Design, threads: Int, seconds: Double) {
        let loop = design.prepare()
        var perThread = 1000
        var elapsed = 0.0
        while elapsed < seconds / 4 {
            perThread *= 2
            elapsed = Self.run(loop, threads: threads, operations: perThread).wall
        }
        perThread = max(1, Int(Double(perThread) * seconds / elapsed))
        let (wall, cpu) = Self.run(loop, threads: threads, operations: perThread)
        self.design = design
        self.threads = threads
        operations = perThread * threads
        nanosecondsPerOperation = wall * 1e9 / Double(operations)
        cpuNanosecondsPerOperation = cpu * 1e9 / Double(operations)
    }

    /// One line of JSON, as the Go side prints it.
    var line: String {
        """
        {"peer":"trimtab","design":"\(design.rawValue)","threads":\(threads),\
        "operations":\(operations),"ns_per_op":\(nanosecondsPerOperation),"cpu_ns_per_op":\(cpuNanosecondsPerOperation)}
        """
    }

    private static func run(
        _ loop: @escaping @Sendable (Int) -> Int,
        threads: Int,
        operations: Int
    ) -> (wall: Double, cpu: Double) {
        let cpu = clock(CLOCK_PROCESS_CPUTIME_ID)
        let wall = clock(CLOCK_MONOTONIC)
        DispatchQueue.concurrentPerform(threads: threads) {
            checksum.wrappingAdd(loop(operations), ordering: .relaxed)
        }
        return (clock(CLOCK_MONOTONIC) - wall, clock(CLOCK_PROCESS_CPUTIME_ID) - cpu)
    }

    private static func clock(_ id: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(id, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

extension DispatchQueue {
    /// Runs `body` on so many threads of its own, and waits for them.
    fileprivate static func concurrentPerform(threads: Int, _ body: @escaping @Sendable () -> Void) {
        if threads == 1 { return body() }
        let group = DispatchGroup()
        for _ in 0..<threads {
            group.enter()
            Thread.detachNewThread {
                body()
                group.leave()
            }
        }
        group.wait()
    }
}
