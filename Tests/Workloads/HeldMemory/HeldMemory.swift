import MemoryTuning

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Holds memory of known size and prints what `MemoryStatistics` says of it, one name and one value a line.
@main
struct HeldMemory {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "heap": heap(megabytes: arguments.dropFirst().first.flatMap { Int($0) } ?? 200)
        case "kernel": kernel()
        case "stack": stack()
        case "fragmented": Fragmented.run(seconds: arguments.dropFirst().first.flatMap { Int($0) } ?? 10)
        default:
            print("usage: HeldMemory heap [MEGABYTES] | kernel | stack | fragmented [SECONDS]")
            exit(2)
        }
    }

    /// Blocks of a kilobyte up to a megabyte, half of whose bytes are given back again.
    private static func heap(megabytes: Int) {
        let before = fresh()
        let blocks = Blocks(bytes: megabytes << 20)
        show(fresh(), since: before, blocks, "full")
        blocks.freeHalf()
        show(fresh(), since: before, blocks, "half")
    }

    private static func show(
        _ now: MemoryStatistics,
        since before: MemoryStatistics,
        _ blocks: Blocks,
        _ phase: String
    ) {
        show("\(phase).held", blocks.held)
        show("\(phase).in_use", difference(now.heap?.inUse, before.heap?.inUse))
        show("\(phase).system", now.heap?.system)
        show("\(phase).idle", now.heap?.idle)
        show("\(phase).released", now.heap?.released)
        show("\(phase).anonymous", now.process.anonymous)
        show("\(phase).counted", difference(now.counted?.liveBytes, before.counted?.liveBytes))
        print("\(phase).allocator", now.heap?.allocator.rawValue ?? "none")
        print("\(phase).fragmentation", now.heap?.fragmentation.map { "\($0)" } ?? "nil")
    }

    /// The same moment as the kernel's slower files tell it: nothing happens in between.
    private static func kernel() {
        let blocks = Blocks(bytes: 50 << 20)
        // So that what this prints is not new memory.
        for _ in 0..<2 { _ = (fresh(), KernelFigures.read()) }
        let statistics = MemoryStatistics.read(.all)
        let figures = KernelFigures.read()
        show("resident", statistics.process.resident)
        show("anonymous", statistics.process.anonymous)
        show("swap", statistics.process.swap)
        show("peak", statistics.process.peak)
        show("threads", statistics.process.threads)
        show("descriptors", statistics.descriptors)
        show("group.usage", statistics.controlGroup?.usage)
        for (name, value) in figures { show("kernel.\(name)", value) }
        withExtendedLifetime(blocks) {}
    }

    /// A thread that has used four megabytes of its stack and still lives.
    private static func stack() {
        let before = fresh().stacks
        let thread = DeepThread()
        show("before", before)
        show("after", fresh().stacks)
        thread.end()
    }

    /// What is read seldom, read now.
    private static func fresh() -> MemoryStatistics {
        var statistics = MemoryStatistics.read(.all)
        var old: MemoryStatistics.Detail = [.allocator, .stacks]
        while !old.isEmpty {
            let next = MemoryStatistics.read(.all)
            if old.contains(.allocator), next.heap == nil || next.heapAge == .zero {
                statistics.heap = next.heap
                old.remove(.allocator)
            }
            if old.contains(.stacks), next.stacks == nil || next.stacksAge == .zero {
                statistics.stacks = next.stacks
                old.remove(.stacks)
            }
        }
        return statistics
    }

    private static func difference(_ now: Int?, _ before: Int?) -> Int? {
        guard let now, let before else { return nil }
        return now - before
    }

    static func show(_ name: String, _ value: Int?) { print(name, value.map(String.init) ?? "nil") }
}
