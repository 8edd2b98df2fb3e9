internal import ObjectPools

/// Reads ``MemoryStatistics``: holds the kernel's files open, and knows how often what is costly may be read.
///
/// Sendable: what belongs to the control group is replaced behind the lock; all else is constant.
package final class MemoryReader: @unchecked Sendable {
    /// For all that ask for this process's statistics.
    package static let shared = MemoryReader()

    private let paths: SystemPaths
    private let process: ProcessFiles
    private let descriptors: OpenDescriptors
    private let heap: BudgetedReading<HeapMemory>
    private let stacks: BudgetedReading<Int>
    private let lock = Lock()
    private var current: GroupFiles
    private var hasLostGroup = false

    private struct GroupFiles {
        let group: ControlGroup?
        let stall: MemoryStallFile?

        init(_ paths: SystemPaths) {
            group = ControlGroup(paths)
            stall = MemoryStallFile(paths, of: group)
        }
    }

    /// What reading the allocator and reading the stacks may take, each, of one processor.
    private static let share = 0.0025

    package convenience init(_ paths: SystemPaths = .live) {
        self.init(paths, clocks: .system, readHeap: HeapMemory.read)
    }

    init(_ paths: SystemPaths, clocks: Clocks, readHeap: @escaping @Sendable () -> HeapMemory?) {
        let process = ProcessFiles(paths)
        let threadStacks = ThreadStacks(paths)
        self.paths = paths
        self.process = process
        current = GroupFiles(paths)
        descriptors = OpenDescriptors(paths)
        heap = BudgetedReading(share: Self.share, clocks: clocks) { readHeap().map { Self.completed($0, by: process) } }
        stacks = BudgetedReading(share: Self.share, clocks: clocks, threadStacks.resident)
    }

    package func read(_ detail: MemoryStatistics.Detail) -> MemoryStatistics {
        var statistics = MemoryStatistics()
        statistics.process = detail.contains(.process) ? process.memory() : process.core()
        statistics.controlGroup = controlGroup(whole: detail.contains(.controlGroup))
        statistics.counted = CountedAllocations.read()
        if detail.contains(.stall) { statistics.stall = lock.withLock { current.stall }?.read() }
        if detail.contains(.allocator), let (value, age) = heap.value() {
            statistics.heap = value
            statistics.heapAge = age
        }
        if detail.contains(.stacks), let (value, age) = stacks.value() {
            statistics.stacks = value
            statistics.stacksAge = age
        }
        if detail.contains(.descriptors) { statistics.descriptors = descriptors.count() }
        return statistics
    }

    /// Where the kernel may tell of stalls, what is closest to this process first.
    var stallPaths: [String] { MemoryStallFile.places(paths, of: lock.withLock { current.group }).map(\.path) }

    /// Bytes of the process in memory, alone.
    func resident() -> Int? { process.resident() }

    /// Where the group has gone, the process is in another one by now. It may take more than one search to find that, such as while
    /// no descriptor is to be had.
    private func controlGroup(whole: Bool) -> ControlGroupMemory? {
        let (group, hasLostGroup) = lock.withLock { (current.group, self.hasLostGroup) }
        if let memory = group.flatMap({ memory(of: $0, whole: whole) }) { return memory }
        guard group != nil || hasLostGroup else { return nil }
        let next = GroupFiles(paths)
        lock.withLock {
            current = next
            self.hasLostGroup = true
        }
        return next.group.flatMap { memory(of: $0, whole: whole) }
    }

    private func memory(of group: ControlGroup, whole: Bool) -> ControlGroupMemory? {
        let memory = whole ? group.memory() : ControlGroupMemory(version: group.version, usage: group.usage())
        return memory.usage == nil ? nil : memory
    }

    /// What the allocator does not tell and others do, at the same moment.
    private static func completed(_ heap: HeapMemory, by process: ProcessFiles) -> HeapMemory {
        var heap = heap
        heap.inUse = heap.inUse ?? CountedAllocations.read()?.liveBytes
        guard heap.released == nil, let system = heap.system, let idle = heap.idle else { return heap }
        let memory = process.memory()
        guard let anonymous = memory.anonymous else { return heap }
        heap.released = min(idle, max(max(system - anonymous, 0) - (memory.swap ?? 0), 0))
        return heap
    }
}
