import Logging
import MemoryTuning

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Publishes everything every second over a fragmented heap of 400 MB, and says what share of a processor that took.
enum Fragmented {
    static func run(seconds: Int) {
        var blocks: [UnsafeMutableRawPointer?] = (0..<400_000).map { _ in
            let block = malloc(1000)
            if let block { memset(block, 1, 1000) }
            return block
        }
        // In no order, so that the allocator's lists lead all over the memory.
        var generator = SystemRandomNumberGenerator()
        for index in blocks.indices.shuffled(using: &generator).prefix(blocks.count / 2) {
            free(blocks[index])
            blocks[index] = nil
        }
        let metrics = MemoryMetrics(logger: Logger(label: "HeldMemory"))
        let before = cpuTime()
        let start = ContinuousClock.now
        var longest = Duration.zero
        for _ in 0..<seconds {
            let begin = cpuTime()
            metrics.publish()
            longest = max(longest, cpuTime() - begin)
            usleep(1_000_000)
        }
        let share = (cpuTime() - before) / start.duration(to: .now)
        print("longest_tick_us", longest / .microseconds(1))
        print("cpu_share", share)
        for block in blocks { free(block) }
    }

    private static func cpuTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
